package ha.fencing.ipmi.wire;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cipher suites that are allowed: both authenticate and encrypt (AES-CBC-128) every message.
 * Suite 0 (nothing), 1 and 2 (no encryption) and IPMI 1.5 sessions do not exist here.
 */
public enum CipherSuite {
  /** RAKP-HMAC-SHA1, HMAC-SHA1-96. */
  SUITE_3(3, 1, 1, "HmacSHA1", 20, 12),
  /** RAKP-HMAC-SHA256, HMAC-SHA256-128. */
  SUITE_17(17, 3, 4, "HmacSHA256", 32, 16);

  /** AES-CBC-128 in the specification's numbering, of both suites. */
  public static final int CONFIDENTIALITY = 1;

  private final int number;
  private final int authentication;
  private final int integrity;
  private final String algorithm;
  private final int macLength;
  private final int checkLength;

  CipherSuite(
      int number,
      int authentication,
      int integrity,
      String algorithm,
      int macLength,
      int checkLength) {
    this.number = number;
    this.authentication = authentication;
    this.integrity = integrity;
    this.algorithm = algorithm;
    this.macLength = macLength;
    this.checkLength = checkLength;
  }

  /** The suite of these algorithm numbers, if it is allowed. */
  public static Optional<CipherSuite> of(int authentication, int integrity, int confidentiality) {
    return Arrays.stream(values())
        .filter(s -> s.authentication == authentication && s.integrity == integrity)
        .filter(s -> confidentiality == CONFIDENTIALITY)
        .findFirst();
  }

  /** Number in the specification's table of suites. */
  public int number() {
    return number;
  }

  /** Number of the authentication algorithm. */
  public int authentication() {
    return authentication;
  }

  /** Number of the integrity algorithm. */
  public int integrity() {
    return integrity;
  }

  /** Bytes of a whole authentication code. */
  public int macLength() {
    return macLength;
  }

  /** Bytes of the shortened code that ends RAKP message 4 and every message of a session. */
  public int checkLength() {
    return checkLength;
  }

  /** The suite's keyed hash over the parts one after the other. */
  public byte[] mac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      // A key of zero bytes hashes like one zero byte, which Java accepts.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks " + algorithm, e);
    }
  }

  @Override
  public String toString() {
    return "suite " + number;
  }
}
