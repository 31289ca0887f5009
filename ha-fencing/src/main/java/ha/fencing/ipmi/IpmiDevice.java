package ha.fencing.ipmi;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.FenceResult;
import ha.fencing.device.PlugList;
import ha.fencing.device.Secret;
import ha.fencing.device.Target;
import ha.fencing.ipmi.wire.Privilege;
import ha.model.DeviceId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The BMC of one node, over IPMI 2.0. Thread-safe; one operation at a time per BMC. */
public final class IpmiDevice implements FenceDevice {
  private static final int LONGEST_SECRET = 20;

  private final DeviceId id;
  private final IpmiSettings settings;
  private final Bmc bmc;

  /** A device; nothing is sent or read yet. */
  public IpmiDevice(DeviceId id, IpmiSettings settings) {
    this.id = id;
    this.settings = settings;
    this.bmc = Bmc.at(settings);
  }

  @Override
  public DeviceId id() {
    return id;
  }

  @Override
  public Duration timeout() {
    return settings.timeout();
  }

  @Override
  public FenceResult off(Target target, Deadline deadline) {
    return run(deadline, IpmiOperation::off);
  }

  @Override
  public FenceResult on(Target target, Deadline deadline) {
    return run(deadline, IpmiOperation::on);
  }

  @Override
  public FenceResult status(Target target, Deadline deadline) {
    return run(deadline, IpmiOperation::status);
  }

  @Override
  public FenceResult monitor(Target target, Deadline deadline) {
    if (settings.privilege() == Privilege.USER) {
      return FenceResult.failed(
          Cause.PRIVILEGE, "privilege user can read but not switch; set 'privilege: operator'");
    }
    return run(deadline, operation -> operation.check(settings.privilege()));
  }

  @Override
  public PlugList list(Deadline deadline) {
    return new PlugList(run(deadline, IpmiOperation::status), List.of());
  }

  private FenceResult run(Deadline deadline, Function<IpmiOperation, FenceResult> operation) {
    try {
      if (!bmc.enter(deadline)) {
        return FenceResult.failed(Cause.BUSY, "another operation on this BMC did not end in time");
      }
      try {
        return entered(deadline, operation);
      } finally {
        bmc.leave();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FenceResult.failed(Cause.CANCELLED, "interrupted");
    }
  }

  private FenceResult entered(Deadline deadline, Function<IpmiOperation, FenceResult> operation)
      throws InterruptedException {
    try (Secret password = Secret.read(settings.passwordFile());
        Secret kg = kg()) {
      if (password.length() > LONGEST_SECRET || kg.length() > LONGEST_SECRET) {
        return FenceResult.failed(
            Cause.BAD_CONFIGURATION,
            "password and Kg of IPMI 2.0 have at most " + LONGEST_SECRET + " bytes");
      }
      Optional<InetSocketAddress> address = bmc.resolve(settings, deadline);
      if (address.isEmpty()) {
        return FenceResult.failed(
            Cause.UNREACHABLE, "host name '" + settings.host() + "' could not be resolved");
      }
      try (BmcLink link = new BmcLink(address.get(), deadline, settings.connectTimeout());
          IpmiOperation current =
              new IpmiOperation(
                  link, new Login(link, bmc, settings, password, kg), settings.settle())) {
        return operation.apply(current);
      }
    } catch (Secret.SecretUnusable e) {
      return FenceResult.failed(Cause.BAD_CONFIGURATION, String.valueOf(e.getMessage()));
    } catch (IpmiFailure e) {
      return FenceResult.failed(e.why(), e.detail());
    }
  }

  private Secret kg() throws Secret.SecretUnusable {
    if (settings.kgFile().isEmpty()) {
      return Secret.none();
    }
    Secret written = Secret.read(settings.kgFile().get());
    byte[] bytes = written.bytes();
    if (bytes.length < 2 || bytes[0] != '0' || bytes[1] != 'x') {
      return written;
    }
    try (written) {
      char[] digits = new char[bytes.length - 2];
      for (int i = 0; i < digits.length; i++) {
        digits[i] = (char) bytes[i + 2];
      }
      return Secret.of(HexFormat.of().parseHex(digits, 0, digits.length));
    } catch (IllegalArgumentException e) {
      throw new Secret.SecretUnusable(
          "secret file " + settings.kgFile().get() + " begins with 0x but is not hexadecimal");
    }
  }

  @Override
  public String toString() {
    return "ipmi " + id + " at " + settings.address();
  }
}
