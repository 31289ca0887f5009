package ha.membership.links;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's keys: the first one seals, all of them open. To change the key without an
 * interruption, give every node the new one as second, then as first, then alone.
 */
public final class KeyRing {
  /** Fewest bytes of a key. */
  public static final int SHORTEST_KEY = 32;

  /** Most keys that are accepted at a time. */
  public static final int MOST_KEYS = 2;

  private static final byte[] ID_INFO = Bytes.utf8("ha links v1 key id");
  private static final byte[] SESSION_INFO = Bytes.utf8("ha links v1 session");

  private final List<Key> keys;

  private KeyRing(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Of secrets; the first one seals.
   *
   * @throws IllegalArgumentException if there are none or too many, or one is weak or there twice
   */
  public static KeyRing of(byte[]... secrets) {
    if (secrets.length == 0 || secrets.length > MOST_KEYS) {
      throw new IllegalArgumentException(
          secrets.length + " keys given; one, or two while the key is changed, are needed");
    }
    List<Key> keys = new ArrayList<>();
    for (byte[] secret : secrets) {
      Key key = Key.of(secret);
      if (keys.stream().anyMatch(k -> k.id == key.id)) {
        throw new IllegalArgumentException("the same key is given twice");
      }
      keys.add(key);
    }
    return new KeyRing(keys);
  }

  Key sealing() {
    return keys.getFirst();
  }

  @Nullable Key byId(int id) {
    for (Key key : keys) {
      if (key.id == id) {
        return key;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "KeyRing of " + keys.size();
  }

  /** One key. Its id travels in clear and tells nothing about it. */
  static final class Key {
    final int id;
    private final SecretKeySpec secret;

    private Key(int id, SecretKeySpec secret) {
      this.id = id;
      this.secret = secret;
    }

    static Key of(byte[] bytes) {
      requireStrong(bytes);
      SecretKeySpec secret = new SecretKeySpec(bytes, "Generic");
      byte[] id = derive(secret, new byte[0], ID_INFO, Integer.BYTES).getEncoded();
      return new Key(Bytes.intAt(id, 0), secret);
    }

    /** The key of the session that drew {@code salt}. */
    SecretKey session(Salt salt) {
      return derive(secret, salt.bytes(), SESSION_INFO, 32);
    }

    private static SecretKey derive(SecretKey secret, byte[] salt, byte[] info, int length) {
      try {
        return KDF.getInstance("HKDF-SHA256")
            .deriveKey(
                "AES",
                HKDFParameterSpec.ofExtract()
                    .addIKM(secret)
                    .addSalt(salt)
                    .thenExpand(info, length));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java lacks HKDF-SHA256, which Java 25 has", e);
      }
    }

    private static void requireStrong(byte[] bytes) {
      if (bytes.length < SHORTEST_KEY) {
        throw new IllegalArgumentException(
            "key has " + bytes.length + " bytes; at least " + SHORTEST_KEY + " are needed");
      }
      BitSet values = new BitSet(256);
      for (byte b : bytes) {
        values.set(b & 0xff);
      }
      if (values.cardinality() < 8) {
        throw new IllegalArgumentException("key is not random: it repeats a few byte values");
      }
    }

    @Override
    public String toString() {
      return "Key " + Integer.toHexString(id);
    }
  }
}
