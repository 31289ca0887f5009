package ha.fencing.agent;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.FenceResult;
import ha.fencing.device.PlugList;
import ha.fencing.device.PowerState;
import ha.fencing.device.Secret;
import ha.fencing.device.Target;
import ha.model.DeviceId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A device behind a fence agent. The agent's word is not enough: off and on are confirmed by asking
 * it for the power state afterwards. Thread-safe; one operation at a time.
 */
final class AgentDevice implements FenceDevice {
  private static final int ON = 0;
  private static final int OFF = 2;

  private final DeviceId id;
  private final AgentSettings settings;
  private final Semaphore turn = new Semaphore(1, true);

  AgentDevice(DeviceId id, AgentSettings settings) {
    this.id = id;
    this.settings = settings;
  }

  @Override
  public DeviceId id() {
    return id;
  }

  @Override
  public boolean unfences() {
    return settings.unfences();
  }

  @Override
  public Duration timeout() {
    return settings.timeout();
  }

  /** An operation that has the device for itself. */
  private interface Operation {
    FenceResult run() throws InterruptedException, Secret.SecretUnusable;
  }

  @Override
  public FenceResult off(Target target, Deadline deadline) {
    return alone(deadline, () -> switchOff(target, deadline));
  }

  @Override
  public FenceResult on(Target target, Deadline deadline) {
    return alone(deadline, () -> switchOn(target, deadline));
  }

  @Override
  public FenceResult status(Target target, Deadline deadline) {
    return alone(deadline, () -> read(target, deadline));
  }

  @Override
  public FenceResult monitor(Target target, Deadline deadline) {
    return alone(
        deadline,
        () -> settings.verifiable() ? read(target, deadline) : plainMonitor(target, deadline));
  }

  @Override
  public PlugList list(Deadline deadline) {
    List<String> plugs = new ArrayList<>();
    FenceResult result =
        alone(
            deadline,
            () -> {
              if (!settings.canList()) {
                return FenceResult.read(PowerState.UNKNOWN, "the agent has no list");
              }
              AgentRun run = run("list", "", "", deadline);
              run.output()
                  .lines()
                  .map(AgentDevice::plug)
                  .filter(p -> !p.isEmpty())
                  .forEach(plugs::add);
              return run.exited(0)
                  ? FenceResult.read(PowerState.UNKNOWN, plugs.size() + " plugs")
                  : failed("list", run);
            });
    return new PlugList(result, plugs);
  }

  private static String plug(String line) {
    int end = line.indexOf(',');
    return (end < 0 ? line : line.substring(0, end)).strip();
  }

  private FenceResult alone(Deadline deadline, Operation operation) {
    try {
      if (!turn.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        return FenceResult.failed(
            Cause.BUSY, "another operation of this device did not end in time");
      }
      try {
        return operation.run();
      } catch (Secret.SecretUnusable e) {
        return FenceResult.failed(Cause.BAD_CONFIGURATION, String.valueOf(e.getMessage()));
      } finally {
        turn.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FenceResult.failed(Cause.CANCELLED, "interrupted");
    }
  }

  private FenceResult switchOff(Target target, Deadline deadline)
      throws InterruptedException, Secret.SecretUnusable {
    if (!serves(target)) {
      return notServed(target);
    }
    if (settings.verifiable() && read(target, deadline).power() == PowerState.OFF) {
      return FenceResult.read(PowerState.OFF, "off before anything was switched");
    }
    AgentRun run = run("off", target.node().value(), plugOf(target), deadline);
    if (!settings.verifiable()) {
      return run.exited(0)
          ? new FenceResult(
              Cause.OFF_CONFIRMED, PowerState.OFF, "by the agent's word; it has no status")
          : failed("off", run);
    }
    // Whatever the agent said, only the power state counts.
    FenceResult read =
        run.exited(0) ? awaitPower(PowerState.OFF, target, deadline) : read(target, deadline);
    return switch (read.power()) {
      case OFF -> new FenceResult(Cause.OFF_CONFIRMED, PowerState.OFF, "off read back");
      case ON ->
          run.exited(0)
              ? new FenceResult(
                  Cause.STILL_ON, PowerState.ON, "the agent said off, but its status says on")
              : new FenceResult(Cause.FAILED, PowerState.ON, failed("off", run).detail());
      case UNKNOWN -> run.exited(0) ? unknownAfter(read) : failed("off", run);
    };
  }

  private static FenceResult unknownAfter(FenceResult read) {
    return FenceResult.failed(
        read.success() ? Cause.TIMEOUT : read.cause(),
        "the agent said off, but its status could not be read: " + read.detail());
  }

  private FenceResult switchOn(Target target, Deadline deadline)
      throws InterruptedException, Secret.SecretUnusable {
    if (!serves(target)) {
      return notServed(target);
    }
    AgentRun run = run("on", target.node().value(), plugOf(target), deadline);
    if (!settings.verifiable() || !run.exited(0)) {
      return run.exited(0)
          ? FenceResult.read(PowerState.ON, "by the agent's word; it has no status")
          : failed("on", run);
    }
    FenceResult read = awaitPower(PowerState.ON, target, deadline);
    return read.power() == PowerState.OFF
        ? new FenceResult(
            Cause.STILL_OFF, PowerState.OFF, "the agent said on, but its status says off")
        : read;
  }

  private FenceResult awaitPower(PowerState wanted, Target target, Deadline deadline)
      throws InterruptedException, Secret.SecretUnusable {
    FenceResult last = read(target, deadline);
    while (last.power() != wanted
        && deadline.remaining().compareTo(settings.poll()) > 0
        && !last.cause().lasting()) {
      TimeUnit.NANOSECONDS.sleep(settings.poll().toNanos());
      FenceResult next = read(target, deadline);
      if (next.cause() == Cause.TIMEOUT && last.power() != PowerState.UNKNOWN) {
        return last;
      }
      last = next;
    }
    return last;
  }

  private FenceResult read(Target target, Deadline deadline) throws Secret.SecretUnusable {
    if (!serves(target)) {
      return notServed(target);
    }
    AgentRun run = run("status", target.node().value(), plugOf(target), deadline);
    if (run.exited(ON)) {
      return FenceResult.read(PowerState.ON, "read by the agent");
    }
    return run.exited(OFF)
        ? FenceResult.read(PowerState.OFF, "read by the agent")
        : failed("status", run);
  }

  private FenceResult plainMonitor(Target target, Deadline deadline) throws Secret.SecretUnusable {
    AgentRun run = run("monitor", target.node().value(), plugOf(target), deadline);
    return run.exited(0)
        ? FenceResult.read(PowerState.UNKNOWN, "the agent's monitor is content")
        : failed("monitor", run);
  }

  private AgentRun run(String action, String node, String plug, Deadline deadline)
      throws Secret.SecretUnusable {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    line(lines, "action", action);
    if (!node.isEmpty()) {
      line(lines, "nodename", node);
    }
    if (!plug.isEmpty() && settings.plugParameter().isPresent()) {
      line(lines, settings.plugParameter().get(), plug);
    }
    settings.parameters().forEach((name, value) -> line(lines, name, value));
    byte[] input = lines.toByteArray();
    List<Secret> secrets = new ArrayList<>();
    try {
      for (Map.Entry<String, Path> entry : settings.secrets().entrySet()) {
        Secret secret = Secret.read(entry.getValue());
        secrets.add(secret);
        input = append(input, entry.getKey(), secret);
      }
      AgentRun run = AgentProcess.run(settings.program(), input, deadline);
      return new AgentRun(run.exitCode(), run.output(), run.lastWords(secrets));
    } finally {
      Arrays.fill(input, (byte) 0);
      secrets.forEach(Secret::close);
    }
  }

  private static byte[] append(byte[] input, String name, Secret secret) {
    byte[] key = (name + "=").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(input, input.length + key.length + secret.length() + 1);
    System.arraycopy(key, 0, all, input.length, key.length);
    System.arraycopy(secret.bytes(), 0, all, input.length + key.length, secret.length());
    all[all.length - 1] = '\n';
    Arrays.fill(input, (byte) 0);
    return all;
  }

  private static void line(ByteArrayOutputStream out, String name, String value) {
    out.writeBytes((name + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private boolean serves(Target target) {
    return settings.plugs().isEmpty() || settings.plugs().containsKey(target.node().value());
  }

  private String plugOf(Target target) {
    return settings.plugs().getOrDefault(target.node().value(), "");
  }

  private FenceResult notServed(Target target) {
    return FenceResult.failed(
        Cause.BAD_CONFIGURATION, "node " + target.node() + " is not in the device's host-map");
  }

  private static FenceResult failed(String action, AgentRun run) {
    if (run.exitCode().isEmpty()) {
      return run.errors().startsWith("cannot be started")
          ? FenceResult.failed(Cause.BAD_CONFIGURATION, "the agent " + run.errors())
          : FenceResult.failed(
              Cause.TIMEOUT, "the agent was killed at the deadline of " + action + said(run));
    }
    return FenceResult.failed(
        Cause.FAILED, action + " ended with code " + run.exitCode().getAsInt() + said(run));
  }

  private static String said(AgentRun run) {
    return run.errors().isBlank() ? "" : ": " + run.errors();
  }

  @Override
  public String toString() {
    return settings.program().getFileName() + " " + id;
  }
}
