package ha.fencing.ipmi;

import ha.fencing.ipmi.wire.Frame;
import java.time.Duration;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * The presence pings of one operation, and what their answers tell of the exchange that is under
 * way. Used by one thread.
 */
final class Pings {
  private static final int TAGS = 255; // 255 itself asks for no answer.

  private final BitSet ofMessage = new BitSet(TAGS);
  private int latest;
  private boolean works;
  private boolean answered;
  private OptionalLong listeningSince = OptionalLong.empty();

  /** Nothing is known of the exchange that begins. */
  void newExchange() {
    listeningSince = OptionalLong.empty();
  }

  /** Answers to earlier pings tell nothing of the message that is sent now. */
  void newMessage() {
    ofMessage.clear();
    answered = false;
  }

  /** The next ping. */
  byte[] next() {
    latest = (latest + 1) % TAGS;
    ofMessage.set(latest);
    return Frame.ping(latest);
  }

  /** A ping was answered. */
  void heard(int tag) {
    works = true;
    if (ofMessage.get(tag)) {
      answered = true;
      if (listeningSince.isEmpty()) {
        listeningSince = OptionalLong.of(System.nanoTime());
      }
    }
  }

  /** Whether this BMC answers pings at all, as far as is known. */
  boolean works() {
    return works;
  }

  /** Whether the BMC answered a ping that was sent after the latest message. */
  boolean answered() {
    return answered;
  }

  /** How long the BMC has listened and not answered an exchange that began at {@code from}. */
  Duration silence(long from) {
    long since = works ? listeningSince.orElseGet(System::nanoTime) : from;
    return Duration.ofNanos(System.nanoTime() - since);
  }
}
