package ha.fencing.watchdog;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.FenceResult;
import ha.fencing.device.PlugList;
import ha.fencing.device.PowerState;
import ha.fencing.device.Target;
import ha.model.DeviceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Switches nothing: waits until a node must have reset itself.
 *
 * <p>A node that may not act any more feeds its watchdog no longer, unless nothing runs on it. It
 * lost its authority, at the latest, one lease after it was last heard of, which was before anybody
 * asked for the fence; from then its countdown runs. So a lease, the countdown and a margin after
 * the first question it holds nothing any more, in whatever state it was: hung, cut off, or without
 * power.
 */
final class WatchdogDevice implements FenceDevice {
  private final DeviceId id;
  private final Duration margin;
  private final WatchdogBook book;

  /** When, for each life of each node, the wait is over. */
  private final Map<Target, Deadline> waits = new ConcurrentHashMap<>();

  /**
   * @param margin lease and differences between clocks
   */
  WatchdogDevice(DeviceId id, Duration margin, WatchdogBook book) {
    this.id = id;
    this.margin = margin;
    this.book = book;
  }

  @Override
  public DeviceId id() {
    return id;
  }

  @Override
  public Duration timeout() {
    return Duration.ofMinutes(5).plus(margin);
  }

  @Override
  public FenceResult off(Target target, Deadline deadline) {
    Optional<Duration> reset = book.resetWithin(target);
    if (reset.isEmpty()) {
      return notKnown(target);
    }
    Duration wait = reset.get().plus(margin);
    Deadline over = waits.computeIfAbsent(target, t -> Deadline.after(wait));
    long nanos = Math.min(over.remainingNanos(), deadline.remainingNanos());
    try {
      Thread.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FenceResult.failed(Cause.CANCELLED, "interrupted");
    }
    return over.passed()
        ? new FenceResult(
            Cause.OFF_CONFIRMED,
            PowerState.UNKNOWN,
            "its watchdog must have reset it: "
                + words(reset.get())
                + " and "
                + words(margin)
                + " have passed")
        : FenceResult.failed(
            Cause.BUSY, "its watchdog has another " + words(over.remaining()) + " to go");
  }

  private static FenceResult notKnown(Target target) {
    return FenceResult.failed(
        Cause.BAD_CONFIGURATION,
        "it is not on record that " + target + " has a watchdog; set 'watchdog' in its had.yaml");
  }

  private static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  @Override
  public FenceResult on(Target target, Deadline deadline) {
    return new FenceResult(
        Cause.ON_CONFIRMED, PowerState.UNKNOWN, "it comes back by itself after a reset");
  }

  @Override
  public FenceResult status(Target target, Deadline deadline) {
    Deadline over = waits.get(target);
    return over != null && over.passed()
        ? FenceResult.read(PowerState.OFF, "its watchdog must have reset it")
        : FenceResult.read(PowerState.UNKNOWN, "nothing is read, only waited for");
  }

  @Override
  public FenceResult monitor(Target target, Deadline deadline) {
    return book.resetWithin(target).isPresent()
        ? FenceResult.read(PowerState.UNKNOWN, "on record")
        : notKnown(target);
  }

  @Override
  public PlugList list(Deadline deadline) {
    return new PlugList(FenceResult.read(PowerState.UNKNOWN, "it is each node's own"), List.of());
  }
}
