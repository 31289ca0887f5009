package ha.membership.links;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * A session of another process, as far as we know it: first only its key, then, once it answered
 * our challenge, whose it is and which counters came. Owned by the wire's thread.
 */
final class IncomingSession {
  final Salt salt;
  private final SecretKey key;
  private final Cipher cipher;
  private final byte[] nonce = new byte[12];
  private @Nullable Peer peer;
  private @Nullable ReplayWindow window;
  private final @Nullable ReplayWindow[] perLink = new ReplayWindow[LinksConfig.MOST_LINKS];
  private long floor;

  /** When we last answered a hello of this session, while it was not proven. */
  long answeredNanos;

  IncomingSession(Salt salt, SecretKey key, Cipher cipher) {
    this.salt = salt;
    this.key = key;
    this.cipher = cipher;
  }

  /**
   * Opens a datagram into {@code plain}.
   *
   * @return length of type and body, or -1 if the datagram is not authentic
   */
  int open(byte[] datagram, int length, byte[] plain) {
    Bytes.putLong(nonce, 4, Bytes.longAt(datagram, Datagram.COUNTER));
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(Datagram.TAG * Byte.SIZE, nonce));
      cipher.updateAAD(datagram, 0, Datagram.HEADER);
      return cipher.doFinal(datagram, Datagram.HEADER, length - Datagram.HEADER, plain, 0);
    } catch (GeneralSecurityException e) {
      return -1;
    }
  }

  /** The peer that answered our challenge in this session; null before. */
  @Nullable Peer peer() {
    return peer;
  }

  /** The session is alive: from now on its datagrams count, those after {@code counter}. */
  void prove(Peer by, long counter) {
    peer = by;
    floor = counter;
    window = new ReplayWindow(counter);
  }

  /** Whether this is the first copy. */
  boolean first(long counter) {
    return window != null && window.accept(counter);
  }

  /** Whether this is the first copy over {@code link}. */
  boolean firstOver(int link, long counter) {
    ReplayWindow own = perLink[link];
    if (own == null) {
      own = new ReplayWindow(floor);
      perLink[link] = own;
    }
    return own.accept(counter);
  }
}
