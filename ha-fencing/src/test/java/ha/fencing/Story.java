package ha.fencing;

import ha.fencing.device.FenceDevice;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One request in the making, and what its listener was told. */
final class Story implements FenceProgress {
  final CompletableFuture<FenceOutcome> off = new CompletableFuture<>();
  final CompletableFuture<FenceOutcome> finished = new CompletableFuture<>();

  static FenceRequest request(
      long incarnation,
      FenceMode mode,
      Duration delay,
      Duration timeout,
      List<FenceDevice> first,
      List<FenceDevice> second) {
    return new FenceRequest(
        new NodeName("bob"),
        new Incarnation(incarnation),
        mode,
        List.of(first, second),
        delay,
        timeout,
        "a test");
  }

  static FenceRequest request(
      long incarnation, FenceMode mode, Duration delay, Duration timeout, List<FenceDevice> only) {
    return request(incarnation, mode, delay, timeout, only, List.of());
  }

  FenceOutcome end() {
    return finished.orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public void offConfirmed(FenceOutcome soFar) {
    if (!off.complete(soFar)) {
      throw new IllegalStateException("told twice that the node is off");
    }
  }

  @Override
  public void finished(FenceOutcome outcome) {
    if (!finished.complete(outcome)) {
      throw new IllegalStateException("told twice that the fence is finished");
    }
  }
}
