package ha.fencing.ipmi;

import ha.fencing.device.Cause;
import ha.fencing.device.Secret;
import ha.fencing.ipmi.wire.Bytes;
import ha.fencing.ipmi.wire.CipherSuite;
import ha.fencing.ipmi.wire.Codes;
import ha.fencing.ipmi.wire.Frame;
import ha.fencing.ipmi.wire.Handshake;
import ha.fencing.ipmi.wire.Privilege;
import ha.fencing.ipmi.wire.Rakp;
import ha.fencing.ipmi.wire.SessionCipher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Opens sessions on one BMC: handshake after handshake until one succeeds, a cause is certain, or
 * the deadline comes. Used by one thread.
 */
final class Login {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration SHORT_PAUSE = Duration.ofMillis(20);
  private static final Duration LONG_PAUSE = Duration.ofMillis(250);

  private final BmcLink link;
  private final Bmc bmc;
  private final SuiteChoice choice;
  private final Privilege privilege;
  private final byte[] user;
  private final Secret password;
  private final Secret kg;
  private int tag = RANDOM.nextInt(256);

  /**
   * A way in.
   *
   * @param kg the BMC's key; empty where the password stands for it
   */
  Login(BmcLink link, Bmc bmc, IpmiSettings settings, Secret password, Secret kg) {
    this.link = link;
    this.bmc = bmc;
    this.choice = settings.suite();
    this.privilege = settings.privilege();
    this.user = settings.user().getBytes(StandardCharsets.UTF_8);
    this.password = password;
    this.kg = kg;
  }

  /** A session with the wanted privilege. */
  IpmiSession open() throws IpmiFailure {
    Optional<IpmiFailure> refusal = Optional.empty();
    for (CipherSuite suite : choice.inOrder(bmc.suite())) {
      try {
        IpmiSession session = open(suite);
        bmc.remember(suite);
        return session;
      } catch (IpmiFailure e) {
        if (e.why() != Cause.CIPHER) {
          throw e;
        }
        refusal = Optional.of(e);
      }
    }
    throw refusal.orElseThrow();
  }

  private IpmiSession open(CipherSuite suite) throws IpmiFailure {
    while (true) {
      try {
        IpmiSession session = handshake(suite);
        session.call(Codes.APPLICATION, Codes.SET_SESSION_PRIVILEGE, privilege.number());
        return session;
      } catch (IpmiFailure e) {
        if (e.remedy() == IpmiFailure.Remedy.NONE || link.deadline().passed()) {
          throw e;
        }
        switch (e.remedy()) {
          case RESTART -> link.pause(SHORT_PAUSE);
          case WAIT -> link.pause(LONG_PAUSE);
          case SILENCE, NONE -> {}
        }
        if (link.deadline().passed()) {
          throw e;
        }
      }
    }
  }

  private IpmiSession handshake(CipherSuite suite) throws IpmiFailure {
    int consoleSession = RANDOM.nextInt(1, Integer.MAX_VALUE);
    byte[] opened =
        ask(
            Codes.OPEN_SESSION_REQUEST,
            Handshake.openRequest(nextTag(), privilege, consoleSession, suite),
            consoleSession);
    if (opened.length < 36) {
      throw IpmiFailure.restart("open session response is too short");
    }
    if (!Handshake.settled(opened).equals(Optional.of(suite))) {
      throw IpmiFailure.ended(Cause.CIPHER, "the BMC settled on another suite than " + suite);
    }
    int bmcSession = Bytes.int32(opened, 8);
    byte[] random = new byte[Handshake.NONCE];
    RANDOM.nextBytes(random);
    int role = privilege.number() | Handshake.NAME_ONLY;
    byte[] message2 =
        ask(
            Codes.RAKP_1,
            Handshake.rakp1(nextTag(), bmcSession, random, role, user),
            consoleSession);
    if (message2.length < 40 + suite.macLength()) {
      throw IpmiFailure.restart("RAKP message 2 is too short");
    }
    Rakp rakp =
        new Rakp(
            suite,
            consoleSession,
            bmcSession,
            random,
            Arrays.copyOfRange(message2, 8, 24),
            Arrays.copyOfRange(message2, 24, 40),
            role,
            user);
    byte[] code2 = Arrays.copyOfRange(message2, 40, 40 + suite.macLength());
    if (!MessageDigest.isEqual(rakp.code2(password.bytes()), code2)) {
      throw IpmiFailure.ended(Cause.BAD_PASSWORD, "the BMC has another password for this user");
    }
    return finish(suite, rakp, consoleSession, bmcSession);
  }

  private IpmiSession finish(CipherSuite suite, Rakp rakp, int consoleSession, int bmcSession)
      throws IpmiFailure {
    byte[] message4;
    try {
      message4 =
          ask(
              Codes.RAKP_3,
              Handshake.rakp34(nextTag(), bmcSession, rakp.code3(password.bytes())),
              consoleSession);
    } catch (IpmiFailure e) {
      // Message 2 proved the password already: the BMC drew a new number for a repeated message 1.
      throw e.why() == Cause.BAD_PASSWORD ? IpmiFailure.restart("RAKP out of step") : e;
    }
    byte[] sessionKey = rakp.sessionKey(kg.length() > 0 ? kg.bytes() : password.bytes());
    try {
      int end = 8 + suite.checkLength();
      if (message4.length < end
          || !MessageDigest.isEqual(rakp.code4(sessionKey), Arrays.copyOfRange(message4, 8, end))) {
        throw IpmiFailure.ended(
            Cause.BAD_PASSWORD, "the password is right but the BMC's key is not: check kg-file");
      }
      SessionCipher cipher = new SessionCipher(suite, sessionKey);
      return new IpmiSession(link, suite, cipher, consoleSession, bmcSession);
    } finally {
      Arrays.fill(sessionKey, (byte) 0);
    }
  }

  private byte[] ask(int type, byte[] payload, int consoleSession) throws IpmiFailure {
    byte[] datagram = Frame.bare(type, payload);
    byte[] answer =
        link.exchange(
            () -> datagram,
            frame ->
                frame instanceof Frame.Plus plus && plus.bare() && plus.type() == type + 1
                    ? Optional.of(plus.payload()).filter(p -> fits(p, payload[0], consoleSession))
                    : Optional.empty());
    if (answer[1] != 0) {
      throw refused(Bytes.int8(answer, 1));
    }
    return answer;
  }

  /** A refusal may lack the session; everything else must name ours. */
  private static boolean fits(byte[] answer, byte tag, int consoleSession) {
    return answer.length >= 2
        && answer[0] == tag
        && (answer[1] != 0 || (answer.length >= 8 && Bytes.int32(answer, 4) == consoleSession));
  }

  private int nextTag() {
    tag = (tag + 1) & 0xff;
    return tag;
  }

  private static IpmiFailure refused(int status) {
    String text = "RMCP+ status 0x%02x".formatted(status);
    return switch (status) {
      case Codes.NO_RESOURCES, Codes.NO_RESOURCES_FOR_ROLE ->
          IpmiFailure.full("the BMC has no free session");
      case Codes.INVALID_SESSION, Codes.INACTIVE_SESSION ->
          IpmiFailure.restart("the BMC forgot the session: " + text);
      case Codes.INVALID_AUTHENTICATION,
          Codes.INVALID_INTEGRITY,
          Codes.INVALID_CONFIDENTIALITY,
          Codes.NO_SUITE_MATCH ->
          IpmiFailure.ended(Cause.CIPHER, "the BMC refuses the cipher suite: " + text);
      case Codes.INVALID_ROLE, Codes.UNAUTHORIZED_ROLE ->
          IpmiFailure.ended(
              Cause.PRIVILEGE, "the account has not the privilege that 'privilege' asks: " + text);
      case Codes.INVALID_NAME_LENGTH, Codes.UNAUTHORIZED_NAME ->
          IpmiFailure.ended(Cause.BAD_USER, "the BMC does not know the user: " + text);
      case Codes.INVALID_CHECK_VALUE ->
          IpmiFailure.ended(Cause.BAD_PASSWORD, "the BMC has another password: " + text);
      default -> IpmiFailure.ended(Cause.FAILED, text);
    };
  }
}
