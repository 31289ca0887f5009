package ha.fencing.ipmi.sim;

import ha.fencing.ipmi.wire.Bytes;
import ha.fencing.ipmi.wire.CipherSuite;
import ha.fencing.ipmi.wire.Codes;
import ha.fencing.ipmi.wire.Message;
import ha.fencing.ipmi.wire.Privilege;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the BMC does when asked. Owned by the BMC's thread, but for {@link #busyFor}. */
final class BmcCommands {
  private static final int LAN_CHANNEL = 1;

  private final BmcPower power;
  private final byte[] guid;
  private final AtomicInteger busy = new AtomicInteger();

  BmcCommands(BmcPower power, byte[] guid) {
    this.power = power;
    this.guid = guid.clone();
  }

  /** Lets the next chassis commands be answered with "node busy". */
  void busyFor(int commands) {
    busy.set(commands);
  }

  /** Answers a request; the session is empty for one outside any session. */
  Message answer(Message request, Optional<BmcSession> session, BmcFaults faults) {
    byte[] data = request.requestData();
    return switch (request.networkFunction()) {
      case Codes.APPLICATION -> application(request, data, session, faults);
      case Codes.CHASSIS ->
          session.isPresent()
              ? chassis(request, data, session.get(), faults)
              : request.response(Codes.INSUFFICIENT_PRIVILEGE);
      default -> request.response(Codes.INVALID_COMMAND);
    };
  }

  private Message application(
      Message request, byte[] data, Optional<BmcSession> session, BmcFaults faults) {
    return switch (request.command()) {
      case Codes.GET_CHANNEL_AUTHENTICATION ->
          // IPMI 2.0 only: no 1.5 authentication type, named accounts, RMCP+ sessions.
          request.response(Codes.OK, Bytes.of(LAN_CHANNEL, 0x80, 0x04, 0x02, 0, 0, 0, 0));
      case Codes.GET_CHANNEL_CIPHER_SUITES -> suites(request, data, faults);
      case Codes.GET_SYSTEM_GUID -> request.response(Codes.OK, guid);
      default ->
          session.isPresent()
              ? inSession(request, data, session.get())
              : request.response(Codes.INSUFFICIENT_PRIVILEGE);
    };
  }

  private static Message inSession(Message request, byte[] data, BmcSession session) {
    return switch (request.command()) {
      case Codes.GET_DEVICE_ID ->
          // Device 0x20 rev 1, firmware 1.0, IPMI 2.0, a chassis device, no manufacturer.
          request.response(Codes.OK, Bytes.of(0x20, 1, 1, 0, 0x02, 0x80, 0, 0, 0, 0, 0));
      case Codes.GET_SELF_TEST_RESULTS -> request.response(Codes.OK, Bytes.of(0x55, 0));
      case Codes.SET_SESSION_PRIVILEGE -> privilege(request, data, session);
      case Codes.CLOSE_SESSION -> request.response(Codes.OK);
      default -> request.response(Codes.INVALID_COMMAND);
    };
  }

  private static Message privilege(Message request, byte[] data, BmcSession session) {
    if (data.length < 1) {
      return request.response(Codes.BAD_LENGTH);
    }
    int asked = data[0] & 0x0f;
    if (asked > session.most.number()) {
      return request.response(Codes.PRIVILEGE_NOT_AVAILABLE);
    }
    Privilege.of(asked).ifPresent(p -> session.privilege = p);
    return request.response(Codes.OK, Bytes.of(session.privilege.number()));
  }

  private static Message suites(Message request, byte[] data, BmcFaults faults) {
    if (data.length < 3) {
      return request.response(Codes.BAD_LENGTH);
    }
    byte[] records = Bytes.of(LAN_CHANNEL);
    for (CipherSuite suite : CipherSuite.values()) {
      if ((data[2] & 0x3f) == 0 && faults.suites().contains(suite)) {
        byte[] entry =
            Bytes.of(
                0xc0,
                suite.number(),
                suite.authentication(),
                0x40 | suite.integrity(),
                0x80 | CipherSuite.CONFIDENTIALITY);
        records = Bytes.join(records, entry);
      }
    }
    return request.response(Codes.OK, records);
  }

  private Message chassis(Message request, byte[] data, BmcSession session, BmcFaults faults) {
    if (busy.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      return request.response(Codes.NODE_BUSY);
    }
    block(faults);
    return switch (request.command()) {
      case Codes.GET_CHASSIS_CAPABILITIES ->
          request.response(Codes.OK, Bytes.of(0, 0x20, 0x20, 0x20, 0x20));
      case Codes.GET_CHASSIS_STATUS ->
          request.response(Codes.OK, Bytes.of(power.isOn() ? 1 : 0, 0, 0));
      case Codes.CHASSIS_CONTROL -> {
        if (session.privilege.number() < Privilege.OPERATOR.number()) {
          yield request.response(Codes.INSUFFICIENT_PRIVILEGE);
        }
        if (data.length < 1) {
          yield request.response(Codes.BAD_LENGTH);
        }
        yield request.response(
            faults.chassisCompletion() != 0
                ? faults.chassisCompletion()
                : power.accept(data[0] & 0x0f, faults));
      }
      default -> request.response(Codes.INVALID_COMMAND);
    };
  }

  private static void block(BmcFaults faults) {
    if (!faults.commandTime().isZero()) {
      try {
        TimeUnit.NANOSECONDS.sleep(faults.commandTime().toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
