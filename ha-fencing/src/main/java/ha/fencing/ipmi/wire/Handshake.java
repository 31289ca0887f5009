package ha.fencing.ipmi.wire;

import java.util.Optional;

/** Layout of the session set-up messages. */
public final class Handshake {
  /** Bytes of a random number and of a BMC's GUID. */
  public static final int NONCE = 16;

  /** In the role byte: look the account up by name alone, whatever its privilege. */
  public static final int NAME_ONLY = 0x10;

  private Handshake() {}

  /** An open session request that proposes one suite. */
  public static byte[] openRequest(
      int tag, Privilege privilege, int consoleSession, CipherSuite suite) {
    return Bytes.join(
        Bytes.of(tag, privilege.number(), 0, 0),
        Bytes.int32(consoleSession),
        algorithms(suite.authentication(), suite.integrity(), CipherSuite.CONFIDENTIALITY));
  }

  /** The answer that accepts an open session request. */
  public static byte[] openResponse(
      int tag, int privilege, int consoleSession, int bmcSession, CipherSuite suite) {
    return Bytes.join(
        Bytes.of(tag, 0, privilege, 0),
        Bytes.int32(consoleSession),
        Bytes.int32(bmcSession),
        algorithms(suite.authentication(), suite.integrity(), CipherSuite.CONFIDENTIALITY));
  }

  private static byte[] algorithms(int authentication, int integrity, int confidentiality) {
    return Bytes.of(
        0,
        0,
        0,
        8,
        authentication,
        0,
        0,
        0,
        1,
        0,
        0,
        8,
        integrity,
        0,
        0,
        0,
        2,
        0,
        0,
        8,
        confidentiality,
        0,
        0,
        0);
  }

  /** The suite that an open session request proposes; empty for a malformed or unknown one. */
  public static Optional<CipherSuite> proposed(byte[] openRequest) {
    return suite(openRequest, 8);
  }

  /** The suite that an open session response settles on. */
  public static Optional<CipherSuite> settled(byte[] openResponse) {
    return suite(openResponse, 12);
  }

  private static Optional<CipherSuite> suite(byte[] message, int from) {
    return message.length < from + 24
        ? Optional.empty()
        : CipherSuite.of(
            message[from + 4] & 0x3f, message[from + 12] & 0x3f, message[from + 20] & 0x3f);
  }

  /** An answer of any kind that refuses. */
  public static byte[] refusal(int tag, int status, int consoleSession) {
    return Bytes.join(Bytes.of(tag, status, 0, 0), Bytes.int32(consoleSession));
  }

  /** RAKP message 1. */
  public static byte[] rakp1(int tag, int bmcSession, byte[] random, int role, byte[] user) {
    return Bytes.join(
        Bytes.of(tag, 0, 0, 0),
        Bytes.int32(bmcSession),
        random,
        Bytes.of(role, 0, 0, user.length),
        user);
  }

  /** RAKP message 2. */
  public static byte[] rakp2(int tag, int consoleSession, byte[] random, byte[] guid, byte[] code) {
    return Bytes.join(Bytes.of(tag, 0, 0, 0), Bytes.int32(consoleSession), random, guid, code);
  }

  /** RAKP messages 3 and 4 look alike: whose session, and a code. */
  public static byte[] rakp34(int tag, int session, byte[] code) {
    return Bytes.join(Bytes.of(tag, 0, 0, 0), Bytes.int32(session), code);
  }
}
