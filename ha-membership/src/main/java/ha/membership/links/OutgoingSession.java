package ha.membership.links;

import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals our datagrams. A pair of salt and counter is never used twice: after a pause or a jump of
 * the clock (the machine may have been restored from a snapshot, with salt and counter) a new
 * session begins. Callers hold the sender's lock.
 */
final class OutgoingSession {
  private static final long PAUSE_NANOS = 3_000_000_000L;
  private static final long JUMP_MILLIS = 1_000;
  private static final int REMEMBERED = 8;

  private final int clusterTag;
  private final Cipher cipher;
  private final byte[] nonce = new byte[12];
  private final ArrayDeque<Salt> earlier = new ArrayDeque<>();
  private KeyRing.Key root;
  private volatile Salt salt = Salt.NONE;
  private SecretKey key;
  private long counter;
  private long lastNanos;
  private long lastMillis;

  OutgoingSession(KeyRing.Key root, int clusterTag, Cipher cipher) {
    this.clusterTag = clusterTag;
    this.cipher = cipher;
    this.root = root;
    this.salt = Salt.draw();
    this.key = root.session(salt);
    this.lastNanos = System.nanoTime();
    this.lastMillis = System.currentTimeMillis();
  }

  /** Begins a new session, with this key. */
  void renew(KeyRing.Key with) {
    synchronized (earlier) {
      earlier.addFirst(salt);
      if (earlier.size() > REMEMBERED) {
        earlier.removeLast();
      }
    }
    root = with;
    Salt drawn = Salt.draw();
    key = with.session(drawn);
    counter = 0;
    salt = drawn;
  }

  Salt salt() {
    return salt;
  }

  /** Whether {@code other} names a session of this process, present or past. */
  boolean isOurs(Salt other) {
    if (salt.equals(other)) {
      return true;
    }
    synchronized (earlier) {
      return earlier.contains(other);
    }
  }

  /**
   * Seals type and body into {@code out}.
   *
   * @return length of the datagram
   */
  int seal(byte type, byte[] body, int offset, int length, byte[] out) {
    renewAfterPause(System.nanoTime(), System.currentTimeMillis());
    long number = counter++;
    Datagram.putHeader(out, root.id, clusterTag, salt, number);
    Bytes.putLong(nonce, 4, number);
    out[Datagram.HEADER] = type;
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(Datagram.TAG * Byte.SIZE, nonce));
      cipher.updateAAD(out, 0, Datagram.HEADER);
      int done = cipher.update(out, Datagram.HEADER, 1, out, Datagram.HEADER);
      int at = Datagram.HEADER + done;
      return at + cipher.doFinal(body, offset, length, out, at);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM refuses to seal", e);
    }
  }

  /** Begins a new session if the clocks say that something happened to this process. */
  void renewAfterPause(long nanos, long millis) {
    long passed = nanos - lastNanos;
    long drift = millis - lastMillis - passed / 1_000_000;
    lastNanos = nanos;
    lastMillis = millis;
    if (passed > PAUSE_NANOS || Math.abs(drift) > JUMP_MILLIS) {
      renew(root);
    }
  }
}
