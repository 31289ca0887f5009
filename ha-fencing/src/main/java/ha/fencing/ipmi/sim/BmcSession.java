package ha.fencing.ipmi.sim;

import ha.fencing.ipmi.wire.CipherSuite;
import ha.fencing.ipmi.wire.Privilege;
import ha.fencing.ipmi.wire.Rakp;
import ha.fencing.ipmi.wire.SequenceWindow;
import ha.fencing.ipmi.wire.SessionCipher;
import java.util.Optional;

/** A session as the BMC holds it, from open session request to close. Owned by the BMC's thread. */
final class BmcSession {
  final int id;
  final int console;
  final CipherSuite suite;
  final SequenceWindow window = new SequenceWindow();
  long lastUsedNanos = System.nanoTime();
  Optional<Exchange> exchange = Optional.empty();
  Optional<SessionCipher> cipher = Optional.empty();
  Privilege privilege = Privilege.USER;
  Privilege most = Privilege.USER;
  int sequence;

  BmcSession(int id, int console, CipherSuite suite) {
    this.id = id;
    this.console = console;
    this.suite = suite;
  }

  /** A key exchange under way. */
  static final class Exchange {
    final BmcUser user;
    final Rakp rakp;
    final byte[] random;

    Exchange(BmcUser user, Rakp rakp, byte[] random) {
      this.user = user;
      this.rakp = rakp;
      this.random = random;
    }
  }
}
