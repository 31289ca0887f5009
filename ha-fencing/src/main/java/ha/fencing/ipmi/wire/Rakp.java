package ha.fencing.ipmi.wire;

import java.util.Arrays;

/** The four authentication codes of one RAKP key exchange (specification, section 13.31). */
public final class Rakp {
  private final CipherSuite suite;
  private final byte[] consoleSession;
  private final byte[] bmcSession;
  private final byte[] consoleRandom;
  private final byte[] bmcRandom;
  private final byte[] guid;
  private final byte[] identity;

  /**
   * An exchange.
   *
   * @param role the role byte exactly as sent in message 1
   * @param user at most 16 bytes
   */
  public Rakp(
      CipherSuite suite,
      int consoleSession,
      int bmcSession,
      byte[] consoleRandom,
      byte[] bmcRandom,
      byte[] guid,
      int role,
      byte[] user) {
    this.suite = suite;
    this.consoleSession = Bytes.int32(consoleSession);
    this.bmcSession = Bytes.int32(bmcSession);
    this.consoleRandom = consoleRandom.clone();
    this.bmcRandom = bmcRandom.clone();
    this.guid = guid.clone();
    this.identity = Bytes.join(Bytes.of(role, user.length), user);
  }

  /** Code of message 2: the BMC proves that it knows the password. */
  public byte[] code2(byte[] password) {
    return suite.mac(
        password, consoleSession, bmcSession, consoleRandom, bmcRandom, guid, identity);
  }

  /** Code of message 3: the console proves it. */
  public byte[] code3(byte[] password) {
    return suite.mac(password, bmcRandom, consoleSession, identity);
  }

  /** The session integrity key, from the BMC key Kg or, without one, the password. */
  public byte[] sessionKey(byte[] kg) {
    return suite.mac(kg, consoleRandom, bmcRandom, identity);
  }

  /** Code of message 4: both hold the same session key. */
  public byte[] code4(byte[] sessionKey) {
    return Arrays.copyOf(
        suite.mac(sessionKey, consoleRandom, bmcSession, guid), suite.checkLength());
  }
}
