package ha.fencing;

import ha.fencing.FenceOutcome.Ending;
import ha.fencing.NodeCheck.DeviceCheck;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.Target;
import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Executes fence requests, each on a virtual thread of its own.
 *
 * <p>Of one node one request is executed at a time. A request for the incarnation that is being
 * fenced already is merged with it; one for a later incarnation takes over; one for an earlier
 * incarnation is refused, since it would shoot the wrong life. Thread-safe; nothing here blocks.
 */
public final class Fencer implements AutoCloseable {
  private final FencerSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<NodeName, Node> nodes = new HashMap<>();
  private boolean closed;

  /** What is remembered of a node. */
  private static final class Node {
    final OffBudget budget;
    Incarnation newest = Incarnation.UNKNOWN;
    Optional<FenceOperation> current = Optional.empty();

    Node(OffBudget budget) {
      this.budget = budget;
    }
  }

  /** A fencer with these limits. */
  public Fencer(FencerSettings settings) {
    this.settings = settings;
  }

  /**
   * Begins to fence.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public FenceHandle fence(FenceRequest request, FenceProgress progress) {
    FenceOperation operation;
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the fencer is closed");
      }
      Node node =
          nodes.computeIfAbsent(
              request.node(),
              name -> new Node(new OffBudget(settings.offsPerWindow(), settings.window())));
      if (node.newest.newerThan(request.incarnation())) {
        return refuse(request, progress, node.newest);
      }
      if (node.current.isPresent()) {
        Optional<FenceHandle> merged = node.current.get().join(request, progress);
        if (merged.isPresent()) {
          return merged.get();
        }
        node.current.get().supersede();
      }
      node.newest = request.incarnation();
      operation = new FenceOperation(request, settings, node.budget, node.current);
      node.current = Optional.of(operation);
    } finally {
      lock.unlock();
    }
    FenceHandle handle = operation.add(progress);
    Thread.ofVirtual()
        .name("fence-" + request.target())
        .start(() -> {
          operation.run();
          forget(request.node(), operation);
        });
    return handle;
  }

  private static FenceHandle refuse(
      FenceRequest request, FenceProgress progress, Incarnation newest) {
    FenceOutcome outcome =
        new FenceOutcome(
            request.node(),
            request.incarnation(),
            request.mode(),
            Ending.STALE,
            List.of(),
            FenceOutcome.OnPhase.NOT_ASKED,
            List.of(),
            Duration.ZERO,
            request.target() + " was not fenced: incarnation " + newest + " is known already");
    Thread.ofVirtual().start(() -> progress.finished(outcome));
    return new FenceHandle() {
      @Override
      public boolean cancel() {
        return false;
      }

      @Override
      public void breakOff(String why) {
        // It is over already.
      }
    };
  }

  private void forget(NodeName name, FenceOperation operation) {
    lock.lock();
    try {
      Optional.ofNullable(nodes.get(name))
          .filter(node -> node.current.equals(Optional.of(operation)))
          .ifPresent(node -> node.current = Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells whether a node could be fenced now: every device is asked at the same time, and nothing
   * is switched. Blocks until the deadline at most.
   */
  public NodeCheck check(NodeName node, List<List<FenceDevice>> levels, Deadline deadline) {
    Map<DeviceId, FenceDevice> devices = new LinkedHashMap<>();
    levels.forEach(level -> level.forEach(device -> devices.putIfAbsent(device.id(), device)));
    Target target = new Target(node, Incarnation.UNKNOWN);
    List<DeviceCalls.Answer> answers =
        DeviceCalls.all(
            List.copyOf(devices.values()),
            d -> deadline,
            (d, limit) -> d.monitor(target, limit),
            new CompletableFuture<>());
    List<DeviceCheck> checks = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      for (DeviceCalls.Answer answer : answers) {
        DeviceId id = answer.device().id();
        if (levels.get(i).stream().anyMatch(d -> d.id().equals(id))) {
          checks.add(new DeviceCheck(i + 1, id, answer.result(), answer.took()));
        }
      }
    }
    return new NodeCheck(node, checks);
  }

  /** Takes no more requests and withdraws those that have switched nothing yet. */
  @Override
  public void close() {
    List<FenceOperation> running;
    lock.lock();
    try {
      closed = true;
      running = nodes.values().stream().flatMap(n -> n.current.stream()).toList();
    } finally {
      lock.unlock();
    }
    running.forEach(FenceOperation::cancelAll);
  }
}
