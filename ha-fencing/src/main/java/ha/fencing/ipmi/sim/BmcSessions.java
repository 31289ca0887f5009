package ha.fencing.ipmi.sim;

import ha.fencing.ipmi.wire.Bytes;
import ha.fencing.ipmi.wire.CipherSuite;
import ha.fencing.ipmi.wire.Codes;
import ha.fencing.ipmi.wire.Frame;
import ha.fencing.ipmi.wire.Handshake;
import ha.fencing.ipmi.wire.Privilege;
import ha.fencing.ipmi.wire.Rakp;
import ha.fencing.ipmi.wire.SessionCipher;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The BMC's session table and its side of the key exchange. Owned by the BMC's thread. */
final class BmcSessions {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long IDLE = TimeUnit.SECONDS.toNanos(60);
  private static final long HALF_OPEN = TimeUnit.SECONDS.toNanos(15);
  private static final int TABLE = 1024;

  private final List<BmcUser> users;
  private final byte[] kg;
  private final byte[] guid;
  private final Map<Integer, BmcSession> table = new LinkedHashMap<>();

  BmcSessions(List<BmcUser> users, byte[] kg, byte[] guid) {
    this.users = List.copyOf(users);
    this.kg = kg.clone();
    this.guid = guid.clone();
  }

  void clear() {
    table.clear();
  }

  void remove(BmcSession session) {
    table.remove(session.id);
  }

  /** The session of that number whose keys are agreed. */
  Optional<BmcSession> active(int id) {
    return Optional.ofNullable(table.get(id)).filter(s -> s.cipher.isPresent());
  }

  /** Answers a message of session set-up. */
  Optional<byte[]> answer(Frame.Plus frame, BmcFaults faults) {
    byte[] in = frame.payload();
    return switch (frame.type()) {
      case Codes.OPEN_SESSION_REQUEST ->
          reply(in.length >= 32, Codes.OPEN_SESSION_RESPONSE, () -> Optional.of(open(in, faults)));
      case Codes.RAKP_1 ->
          reply(in.length >= 28, Codes.RAKP_2, () -> Optional.of(rakp2(in, faults)));
      case Codes.RAKP_3 -> reply(in.length >= 8, Codes.RAKP_4, () -> rakp4(in, faults));
      default -> Optional.empty();
    };
  }

  private static Optional<byte[]> reply(
      boolean wellFormed, int type, Supplier<Optional<byte[]>> payload) {
    return wellFormed ? payload.get().map(p -> Frame.bare(type, p)) : Optional.empty();
  }

  private byte[] open(byte[] in, BmcFaults faults) {
    int tag = in[0];
    int console = Bytes.int32(in, 4);
    Optional<CipherSuite> suite = Handshake.proposed(in).filter(faults.suites()::contains);
    if (suite.isEmpty()) {
      return Handshake.refusal(tag, Codes.NO_SUITE_MATCH, console);
    }
    expire();
    if (table.size() >= Math.min(faults.sessionLimit(), TABLE)) {
      return Handshake.refusal(tag, Codes.NO_RESOURCES, console);
    }
    int id;
    do {
      id = RANDOM.nextInt(1, Integer.MAX_VALUE);
    } while (table.containsKey(id));
    table.put(id, new BmcSession(id, console, suite.get()));
    int asked = in[1] & 0x0f;
    int granted = asked == 0 ? Privilege.ADMINISTRATOR.number() : asked;
    return Handshake.openResponse(tag, granted, console, id, suite.get());
  }

  private void expire() {
    long now = System.nanoTime();
    table.values().removeIf(s -> now - s.lastUsedNanos > (s.cipher.isPresent() ? IDLE : HALF_OPEN));
  }

  private byte[] rakp2(byte[] in, BmcFaults faults) {
    int tag = in[0];
    BmcSession session = table.get(Bytes.int32(in, 4));
    if (session == null || session.cipher.isPresent()) {
      return Handshake.refusal(tag, Codes.INVALID_SESSION, 0);
    }
    int length = Bytes.int8(in, 27);
    if (length > 16 || in.length < 28 + length) {
      return Handshake.refusal(tag, Codes.INVALID_NAME_LENGTH, session.console);
    }
    int role = Bytes.int8(in, 24);
    byte[] name = Arrays.copyOfRange(in, 28, 28 + length);
    Optional<BmcUser> user = users.stream().filter(u -> Arrays.equals(u.name(), name)).findFirst();
    if (user.isEmpty()) {
      return Handshake.refusal(tag, Codes.UNAUTHORIZED_NAME, session.console);
    }
    int asked = role & 0x0f;
    if (asked > user.get().privilege().number()) {
      return Handshake.refusal(tag, Codes.UNAUTHORIZED_ROLE, session.console);
    }
    byte[] random = random(session, faults);
    Rakp rakp =
        new Rakp(
            session.suite,
            session.console,
            session.id,
            Arrays.copyOfRange(in, 8, 24),
            random,
            guid,
            role,
            name);
    session.exchange = Optional.of(new BmcSession.Exchange(user.get(), rakp, random));
    session.most = Privilege.of(asked).orElse(user.get().privilege());
    return Handshake.rakp2(
        tag, session.console, random, guid, rakp.code2(password(user.get(), faults)));
  }

  private static byte[] random(BmcSession session, BmcFaults faults) {
    if (!faults.forgetful() && session.exchange.isPresent()) {
      return session.exchange.get().random;
    }
    byte[] random = new byte[Handshake.NONCE];
    RANDOM.nextBytes(random);
    return random;
  }

  private static byte[] password(BmcUser user, BmcFaults faults) {
    byte[] password = user.password();
    return faults.wrongPassword() ? Bytes.join(password, Bytes.of('?')) : password;
  }

  private Optional<byte[]> rakp4(byte[] in, BmcFaults faults) {
    int tag = in[0];
    BmcSession session = table.get(Bytes.int32(in, 4));
    if (session == null || session.exchange.isEmpty()) {
      return Optional.of(Handshake.refusal(tag, Codes.INVALID_SESSION, 0));
    }
    if (in[1] != 0) {
      remove(session); // The console gave up; the specification wants no answer.
      return Optional.empty();
    }
    BmcSession.Exchange exchange = session.exchange.get();
    byte[] password = password(exchange.user, faults);
    byte[] code = Arrays.copyOfRange(in, 8, in.length);
    if (!MessageDigest.isEqual(exchange.rakp.code3(password), code)) {
      remove(session);
      return Optional.of(Handshake.refusal(tag, Codes.INVALID_CHECK_VALUE, session.console));
    }
    byte[] key = exchange.rakp.sessionKey(kg.length > 0 ? kg : password);
    if (session.cipher.isEmpty()) {
      session.cipher = Optional.of(new SessionCipher(session.suite, key));
    }
    return Optional.of(Handshake.rakp34(tag, session.console, exchange.rakp.code4(key)));
  }
}
