package ha.fencing.disk;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.FenceResult;
import ha.fencing.device.PlugList;
import ha.fencing.device.PowerState;
import ha.fencing.device.Target;
import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes "be reset" into a node's slot of a shared disk and waits until its watchdog must have done
 * it.
 *
 * <p>A node that promised to watch its slot is in one of three states. It reads the disk: then it
 * has seen the message within one loss timeout, and is not fed any more. It cannot read the disk
 * and may not act: then it is not fed either. It cannot read the disk but may act: then it shares a
 * term with whoever fences it, and the record tells it within a lease, or it lost its lease. So
 * after the loss timeout, the lease, the countdown of its watchdog and a margin it is off.
 */
final class DiskDevice implements FenceDevice {
  private static final Duration IO = Duration.ofSeconds(10);

  private final DeviceId id;
  private final Path path;
  private final NodeName self;
  private final Incarnation first;
  private final Duration margin;

  /** When, for each message that was written, the wait is over. */
  private final Map<DiskMessage, Deadline> waits = new ConcurrentHashMap<>();

  /**
   * @param first the life with which this node's own daemon began
   * @param margin lease and differences between clocks
   */
  DiskDevice(DeviceId id, Path path, NodeName self, Incarnation first, Duration margin) {
    this.id = id;
    this.path = path;
    this.self = self;
    this.first = first;
    this.margin = margin;
  }

  @Override
  public DeviceId id() {
    return id;
  }

  @Override
  public Duration timeout() {
    return Duration.ofMinutes(7).plus(margin);
  }

  /** A message that was written, and how long it takes to be obeyed. */
  private record Sent(DiskMessage message, Duration obeyedWithin) {}

  @Override
  public FenceResult off(Target target, Deadline deadline) {
    try {
      Sent sent = onDisk(deadline, disk -> send(disk, target));
      Deadline over =
          waits.computeIfAbsent(
              sent.message(), m -> Deadline.after(sent.obeyedWithin().plus(margin)));
      long nanos = Math.min(over.remainingNanos(), deadline.remainingNanos());
      Thread.sleep(Duration.ofNanos(nanos));
      if (!over.passed()) {
        return FenceResult.failed(
            Cause.BUSY, "the message is written; " + seconds(over.remaining()) + " s to go");
      }
      DiskMessage present = onDisk(Deadline.after(IO), disk -> disk.message(target.node()));
      return present.equals(sent.message())
          ? new FenceResult(
              Cause.OFF_CONFIRMED,
              PowerState.UNKNOWN,
              "its watchdog must have reset it: the message stands in its slot for "
                  + seconds(sent.obeyedWithin().plus(margin))
                  + " s")
          : FenceResult.failed(Cause.FAILED, "somebody wrote over the message");
    } catch (Refused e) {
      return e.result;
    } catch (DiskUnusable e) {
      return FenceResult.failed(Cause.BAD_CONFIGURATION, text(e));
    } catch (IOException e) {
      return FenceResult.failed(Cause.UNREACHABLE, text(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FenceResult.failed(Cause.CANCELLED, "interrupted");
    }
  }

  private Sent send(FenceDisk disk, Target target) throws IOException {
    if (target.incarnation().equals(Incarnation.UNKNOWN)) {
      throw new Refused(
          Cause.BAD_CONFIGURATION, "no life of " + target.node() + " is known that could obey");
    }
    DiskPresence presence = promised(disk, target);
    if (disk.header().nodes().contains(self) && disk.message(self).isFor(first)) {
      throw new Refused(Cause.CANCELLED, "this node itself is being fenced by way of this disk");
    }
    Duration within = presence.watchdog().plus(disk.header().lossTimeout());
    DiskMessage before = disk.message(target.node());
    if (before.kind() == DiskMessage.Kind.RESET
        && before.incarnation().equals(target.incarnation())
        && waits.containsKey(before)) {
      return new Sent(before, within);
    }
    DiskMessage message =
        disk.send(
            target.node(),
            DiskMessage.Kind.RESET,
            target.incarnation(),
            self.value(),
            Instant.now(),
            "fenced by the cluster");
    return new Sent(message, within);
  }

  private DiskPresence promised(FenceDisk disk, Target target) throws IOException {
    Optional<DiskPresence> presence = disk.presence(target.node());
    if (presence.isEmpty()) {
      throw new Refused(
          Cause.BAD_CONFIGURATION,
          target.node()
              + " does not watch this disk; it needs 'watchdog' in its had.yaml, and the disk");
    }
    boolean any = target.incarnation().equals(Incarnation.UNKNOWN);
    if (!any && !presence.get().covers(target.incarnation())) {
      throw new Refused(
          Cause.BAD_CONFIGURATION,
          "not this life of "
              + target.node()
              + " watches this disk, but "
              + presence.get().first()
              + " to "
              + presence.get().life());
    }
    return presence.get();
  }

  @Override
  public FenceResult on(Target target, Deadline deadline) {
    return new FenceResult(
        Cause.ON_CONFIRMED, PowerState.UNKNOWN, "it comes back by itself after a reset");
  }

  @Override
  public FenceResult status(Target target, Deadline deadline) {
    boolean over =
        waits.entrySet().stream()
            .anyMatch(e ->
                e.getKey().node().equals(target.node())
                    && e.getKey().incarnation().equals(target.incarnation())
                    && e.getValue().passed());
    return over
        ? FenceResult.read(PowerState.OFF, "its watchdog must have reset it")
        : FenceResult.read(PowerState.UNKNOWN, "nothing is read, only waited for");
  }

  @Override
  public FenceResult monitor(Target target, Deadline deadline) {
    try {
      return onDisk(
          deadline,
          disk -> {
            disk.message(target.node());
            DiskPresence presence = promised(disk, target);
            return FenceResult.read(
                PowerState.UNKNOWN,
                target.node()
                    + " watches its slot, watchdog "
                    + seconds(presence.watchdog())
                    + " s; off "
                    + seconds(presence.watchdog().plus(disk.header().lossTimeout()).plus(margin))
                    + " s after the message");
          });
    } catch (Refused e) {
      return e.result;
    } catch (DiskUnusable e) {
      return FenceResult.failed(Cause.BAD_CONFIGURATION, text(e));
    } catch (IOException e) {
      return FenceResult.failed(Cause.UNREACHABLE, text(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FenceResult.failed(Cause.CANCELLED, "interrupted");
    }
  }

  @Override
  public PlugList list(Deadline deadline) {
    try {
      return onDisk(
          deadline,
          disk ->
              new PlugList(
                  FenceResult.read(PowerState.UNKNOWN, "slots of the disk"),
                  disk.header().nodes().stream().map(NodeName::value).toList()));
    } catch (IOException e) {
      return new PlugList(FenceResult.failed(Cause.UNREACHABLE, text(e)), List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new PlugList(FenceResult.failed(Cause.CANCELLED, "interrupted"), List.of());
    }
  }

  /** What is done with the open disk. */
  private interface Work<T> {
    T on(FenceDisk disk) throws IOException;
  }

  /**
   * On a thread of its own, for a disk may hang for ever; nobody waits longer than the deadline.
   */
  private <T> T onDisk(Deadline deadline, Work<T> work) throws IOException, InterruptedException {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("fence-disk-" + id)
        .start(() -> {
          try (FenceDisk disk = FenceDisk.open(path)) {
            done.complete(work.on(disk));
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    try {
      return done.get(deadline.atMost(IO).remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException(path + " did not answer in time", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException("bug in the disk's code: " + e.getCause(), e);
    }
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? Long.toString(duration.toSeconds())
        : Double.toString(duration.toMillis() / 1000.0);
  }

  private static String text(IOException e) {
    return String.valueOf(e.getMessage());
  }

  /** The answer is no, and this is why. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private final transient FenceResult result;

    Refused(Cause cause, String why) {
      super(why);
      this.result = FenceResult.failed(cause, why);
    }
  }
}
