package ha.fencing.ipmi.wire;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals and opens the messages of one session: AES-CBC-128, then a keyed hash over all of it. */
public final class SessionCipher {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BLOCK = 16;

  private final CipherSuite suite;
  private final byte[] integrityKey;
  private final SecretKeySpec encryptionKey;

  /** The cipher of a session with this session integrity key. */
  public SessionCipher(CipherSuite suite, byte[] sessionKey) {
    this.suite = suite;
    this.integrityKey = suite.mac(sessionKey, constant(1));
    byte[] key2 = suite.mac(sessionKey, constant(2));
    this.encryptionKey = new SecretKeySpec(key2, 0, BLOCK, "AES");
    Arrays.fill(key2, (byte) 0);
  }

  private static byte[] constant(int value) {
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** The datagram that carries a payload to the session that the receiver calls {@code session}. */
  public byte[] seal(int type, int session, int sequence, byte[] payload) {
    int fill = (BLOCK - (payload.length + 1) % BLOCK) % BLOCK;
    byte[] plain = Arrays.copyOf(payload, payload.length + fill + 1);
    for (int i = 0; i < fill; i++) {
      plain[payload.length + i] = (byte) (i + 1);
    }
    plain[plain.length - 1] = (byte) fill;
    byte[] vector = new byte[BLOCK];
    RANDOM.nextBytes(vector);
    byte[] body = Bytes.join(vector, crypt(Cipher.ENCRYPT_MODE, vector, plain));
    byte[] covered =
        Bytes.join(
            Bytes.of(6, type | 0xc0),
            Bytes.int32(session),
            Bytes.int32(sequence),
            Bytes.of(body.length & 0xff, body.length >> 8),
            body);
    int pad = (4 - (covered.length + 2) % 4) % 4;
    byte[] trailer = new byte[pad + 2];
    Arrays.fill(trailer, (byte) 0xff);
    trailer[pad] = (byte) pad;
    trailer[pad + 1] = 7;
    covered = Bytes.join(covered, trailer);
    byte[] check = Arrays.copyOf(suite.mac(integrityKey, covered), suite.checkLength());
    return Bytes.join(Bytes.of(6, 0, 0xff, 7), covered, check);
  }

  /** The payload of an authentic and encrypted datagram; empty for any other. */
  public Optional<byte[]> open(Frame.Plus frame) {
    byte[] datagram = frame.datagram();
    byte[] payload = frame.payload();
    int end = datagram.length - suite.checkLength();
    if (!frame.secured() || end < 16 + payload.length + 2) {
      return Optional.empty();
    }
    byte[] covered = Arrays.copyOfRange(datagram, 4, end);
    byte[] check = Arrays.copyOf(suite.mac(integrityKey, covered), suite.checkLength());
    byte[] claimed = Arrays.copyOfRange(datagram, end, datagram.length);
    if (!MessageDigest.isEqual(check, claimed)) {
      return Optional.empty();
    }
    if (payload.length < 2 * BLOCK || payload.length % BLOCK != 0) {
      return Optional.empty();
    }
    byte[] vector = Arrays.copyOf(payload, BLOCK);
    byte[] plain =
        crypt(Cipher.DECRYPT_MODE, vector, Arrays.copyOfRange(payload, BLOCK, payload.length));
    int fill = Bytes.int8(plain, plain.length - 1);
    return fill < BLOCK
        ? Optional.of(Arrays.copyOf(plain, plain.length - 1 - fill))
        : Optional.empty();
  }

  private byte[] crypt(int mode, byte[] vector, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, encryptionKey, new IvParameterSpec(vector));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks AES/CBC/NoPadding", e);
    }
  }

  @Override
  public String toString() {
    return "SessionCipher[" + suite + "]";
  }
}
