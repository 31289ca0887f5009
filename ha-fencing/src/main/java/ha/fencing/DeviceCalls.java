package ha.fencing;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.FenceResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Calls several devices at the same time, each on a virtual thread of its own, and does not wait
 * for one that breaks its contract: what it answers after its deadline is dropped.
 */
final class DeviceCalls {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private DeviceCalls() {}

  /** What one device answered. */
  record Answer(FenceDevice device, Instant at, Duration took, FenceResult result) {}

  /** One operation of a device with its deadline. */
  interface Call {
    FenceResult on(FenceDevice device, Deadline deadline);
  }

  /**
   * Calls all devices and waits for all answers, each until its own deadline, or until {@code
   * brokenOff} tells why nobody waits any more.
   */
  static List<Answer> all(
      List<FenceDevice> devices,
      Function<FenceDevice, Deadline> deadlines,
      Call call,
      CompletableFuture<String> brokenOff) {
    List<Pending> pending = new ArrayList<>();
    for (FenceDevice device : devices) {
      pending.add(start(device, deadlines.apply(device), call));
    }
    return pending.stream().map(one -> await(one, brokenOff)).toList();
  }

  private record Pending(
      FenceDevice device,
      Instant at,
      long fromNanos,
      Deadline deadline,
      CompletableFuture<Answer> answer,
      Thread thread) {}

  private static Pending start(FenceDevice device, Deadline deadline, Call call) {
    Instant at = Instant.now();
    long from = System.nanoTime();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name("fence-" + device.id())
            .start(() -> {
              FenceResult result;
              try {
                result = call.on(device, deadline);
              } catch (RuntimeException e) {
                result = FenceResult.failed(Cause.FAILED, "the device's code broke: " + e);
              }
              answer.complete(new Answer(device, at, since(from), result));
            });
    return new Pending(device, at, from, deadline, answer, thread);
  }

  private static Answer await(Pending pending, CompletableFuture<String> brokenOff) {
    Cause cause = Cause.TIMEOUT;
    String broken;
    try {
      long limit = pending.deadline.remainingNanos() + GRACE.toNanos();
      CompletableFuture.anyOf(pending.answer, brokenOff).get(limit, TimeUnit.NANOSECONDS);
      if (!brokenOff.isDone()) {
        return pending.answer.join();
      }
      cause = Cause.FAILED;
      broken = "broken off: " + brokenOff.join();
    } catch (TimeoutException e) {
      broken = "the device did not answer by its deadline";
    } catch (ExecutionException e) {
      broken = "the device's code broke: " + e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken = "interrupted";
    }
    pending.thread.interrupt();
    FenceResult result = FenceResult.failed(cause, broken);
    return new Answer(pending.device, pending.at, since(pending.fromNanos), result);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
