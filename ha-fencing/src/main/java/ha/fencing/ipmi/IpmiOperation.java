package ha.fencing.ipmi;

import ha.fencing.device.Cause;
import ha.fencing.device.FenceResult;
import ha.fencing.device.PowerState;
import ha.fencing.ipmi.wire.Codes;
import ha.fencing.ipmi.wire.Privilege;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One operation on one BMC, over as many sessions as it takes. Used by one thread.
 *
 * <p>Power-down is sent again in a new session if it was never answered, and otherwise once, after
 * {@link #SEND_AGAIN}: some BMCs start their own countdown anew with each command.
 */
final class IpmiOperation implements AutoCloseable {
  private static final Duration SEND_AGAIN = Duration.ofSeconds(10);
  private static final Duration FIRST_POLL = Duration.ofMillis(50);
  private static final Duration LAST_POLL = Duration.ofMillis(500);

  private final BmcLink link;
  private final Login login;
  private final Duration settle;
  private Optional<IpmiSession> session = Optional.empty();
  private boolean downSent;

  IpmiOperation(BmcLink link, Login login, Duration settle) {
    this.link = link;
    this.login = login;
    this.settle = settle;
  }

  /** What is done within a session and may be done again in the next. */
  private interface Step<T> {
    T in(IpmiSession session) throws IpmiFailure;
  }

  FenceResult status() {
    try {
      PowerState power = power();
      return FenceResult.read(power, "read with " + suite());
    } catch (IpmiFailure e) {
      return result(e);
    }
  }

  /** The login proves password, privilege and suite; reading proves the rest. */
  FenceResult check(Privilege privilege) {
    try {
      PowerState power = power();
      String rights = privilege.name().toLowerCase(Locale.ROOT);
      return FenceResult.read(
          power,
          "power "
              + power.name().toLowerCase(Locale.ROOT)
              + ", login as "
              + rights
              + " with "
              + suite());
    } catch (IpmiFailure e) {
      return result(e);
    }
  }

  FenceResult off() {
    try {
      if (power() == PowerState.OFF) {
        return FenceResult.read(PowerState.OFF, "off before anything was sent");
      }
      return switchOff();
    } catch (IpmiFailure e) {
      return result(e);
    }
  }

  FenceResult on() {
    try {
      if (power() == PowerState.ON) {
        return FenceResult.read(PowerState.ON, "on before anything was sent");
      }
      inSession(s -> s.call(Codes.CHASSIS, Codes.CHASSIS_CONTROL, Codes.POWER_UP));
      Duration poll = FIRST_POLL;
      while (power() != PowerState.ON) {
        if (link.deadline().remaining().compareTo(poll) <= 0) {
          return new FenceResult(
              Cause.STILL_OFF, PowerState.OFF, "power-up was accepted, power is still off");
        }
        link.pause(poll);
        poll = slower(poll);
      }
      return FenceResult.read(PowerState.ON, "on read back");
    } catch (IpmiFailure e) {
      return result(e);
    }
  }

  private FenceResult switchOff() throws IpmiFailure {
    Duration poll = FIRST_POLL;
    Optional<IpmiSession> sentIn = Optional.empty();
    IpmiSession.Sent sent = IpmiSession.Sent.BUSY;
    long sentAt = System.nanoTime();
    int commands = 0;
    while (true) {
      IpmiSession now = current();
      boolean lost = sent == IpmiSession.Sent.UNANSWERED && !sentIn.equals(Optional.of(now));
      boolean overdue = commands == 1 && System.nanoTime() - sentAt >= SEND_AGAIN.toNanos();
      if (sent == IpmiSession.Sent.BUSY || lost || overdue) {
        downSent = true;
        sent = now.powerDown();
        sentIn = Optional.of(now);
        sentAt = System.nanoTime();
        commands += sent == IpmiSession.Sent.BUSY ? 0 : 1;
      }
      if (power() == PowerState.OFF) {
        Optional<FenceResult> confirmed = confirm(commands);
        if (confirmed.isPresent()) {
          return confirmed.get();
        }
      } else if (sent == IpmiSession.Sent.UNANSWERED && session.equals(sentIn)) {
        sent = now.repeatPowerDown();
      }
      if (link.deadline().remaining().compareTo(poll) <= 0) {
        return commands > 0
            ? stillOn()
            : new FenceResult(
                Cause.BUSY, PowerState.ON, "the BMC was busy until the deadline; power is on");
      }
      link.pause(poll);
      poll = slower(poll);
    }
  }

  private Optional<FenceResult> confirm(int commands) throws IpmiFailure {
    if (!settle.isZero()) {
      link.pause(settle);
      if (power() != PowerState.OFF) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new FenceResult(
            Cause.OFF_CONFIRMED,
            PowerState.OFF,
            "off read back with " + suite() + (commands > 1 ? ", sent twice" : "")));
  }

  private static FenceResult stillOn() {
    return new FenceResult(
        Cause.STILL_ON,
        PowerState.ON,
        "power-down was accepted, but power is still read as on; is this BMC the node's?");
  }

  private static Duration slower(Duration poll) {
    Duration next = poll.plus(poll.dividedBy(2));
    return next.compareTo(LAST_POLL) > 0 ? LAST_POLL : next;
  }

  private PowerState power() throws IpmiFailure {
    byte[] data = inSession(s -> s.call(Codes.CHASSIS, Codes.GET_CHASSIS_STATUS));
    if (data.length < 1) {
      throw IpmiFailure.ended(Cause.FAILED, "chassis status is empty");
    }
    return (data[0] & 1) != 0 ? PowerState.ON : PowerState.OFF;
  }

  private <T> T inSession(Step<T> step) throws IpmiFailure {
    while (true) {
      try {
        return step.in(current());
      } catch (IpmiFailure e) {
        if (e.remedy() != IpmiFailure.Remedy.SILENCE || link.deadline().passed()) {
          throw e;
        }
        session = Optional.empty(); // The BMC may have restarted: log in again.
      }
    }
  }

  private IpmiSession current() throws IpmiFailure {
    if (session.isEmpty()) {
      session = Optional.of(login.open());
    }
    return session.get();
  }

  private String suite() {
    return session.map(s -> s.suite().toString()).orElse("no session");
  }

  private FenceResult result(IpmiFailure failure) {
    Cause cause = failure.why();
    if (cause == Cause.TIMEOUT && !link.heard()) {
      cause = Cause.UNREACHABLE;
    }
    String after = downSent ? "; power-down was sent, its effect is unknown" : "";
    return FenceResult.failed(cause, failure.detail() + after);
  }

  @Override
  public void close() {
    session.ifPresent(IpmiSession::close);
  }
}
