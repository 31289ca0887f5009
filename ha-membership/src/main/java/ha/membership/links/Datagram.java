package ha.membership.links;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Layout of a datagram. In clear, but covered by the tag: magic (2 bytes), version (1), zero (1),
 * key id (4), cluster tag (4), salt of the session (16), counter (8). Then, encrypted, the type (1)
 * and the body; then the tag (16).
 */
final class Datagram {
  static final int KEY_ID = 4;
  static final int CLUSTER = 8;
  static final int SALT = 12;
  static final int COUNTER = 28;
  static final int HEADER = 36;
  static final int TAG = 16;
  static final int SHORTEST = HEADER + 1 + TAG;

  /** Most that UDP over IPv4 carries. */
  static final int LONGEST = 65_507;

  static final int LONGEST_BODY = LONGEST - SHORTEST;

  static final byte VERSION = 1;
  private static final byte MAGIC_0 = 'H';
  private static final byte MAGIC_1 = 'A';

  static final byte HELLO = 1;
  static final byte BEAT = 2;
  static final byte STACK = 3;
  static final byte PING = 4;
  static final byte PONG = 5;

  private Datagram() {}

  static void putHeader(byte[] to, int keyId, int clusterTag, Salt salt, long counter) {
    to[0] = MAGIC_0;
    to[1] = MAGIC_1;
    to[2] = VERSION;
    to[3] = 0;
    Bytes.putInt(to, KEY_ID, keyId);
    Bytes.putInt(to, CLUSTER, clusterTag);
    salt.put(to, SALT);
    Bytes.putLong(to, COUNTER, counter);
  }

  static boolean hasMagic(byte[] datagram, int length) {
    return length >= SHORTEST
        && length <= LONGEST
        && datagram[0] == MAGIC_0
        && datagram[1] == MAGIC_1;
  }

  /** First bytes of the name's digest; only tells early that a datagram is not meant for us. */
  static int clusterTag(String cluster) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Bytes.utf8(cluster));
      return Bytes.intAt(digest, 0);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
