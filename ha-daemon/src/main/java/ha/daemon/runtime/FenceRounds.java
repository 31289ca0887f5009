package ha.daemon.runtime;

import ha.agents.executor.MonitorSchedule;
import ha.daemon.core.CoreEvent;
import ha.daemon.proof.FenceProof;
import ha.fencing.NodeCheck;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the devices of all other nodes, round after round, whether they would fence. Members begin
 * one after the other, for some devices let only one user in at a time. Thread-safe.
 */
final class FenceRounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FenceRounds.class);
  private static final Duration FIRST = Duration.ofSeconds(3);
  private static final Duration APART = Duration.ofSeconds(2);
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final Duration AGAIN_AFTER_FAILURE = Duration.ofMinutes(5);

  private final NodeName self;
  private final MonitorSchedule clock;
  private final Function<NodeName, Optional<NodeCheck>> check;
  private final InstantSource wall;
  private final Consumer<CoreEvent> loop;
  private MonitorSchedule.Pending next = () -> {};
  private List<NodeName> others = List.of();
  private Duration first = FIRST;
  private boolean closed;

  /**
   * @param check asks all devices of a node; empty if it has none that can be used
   */
  FenceRounds(
      NodeName self,
      MonitorSchedule clock,
      Function<NodeName, Optional<NodeCheck>> check,
      InstantSource wall,
      Consumer<CoreEvent> loop) {
    this.self = self;
    this.clock = clock;
    this.check = check;
    this.wall = wall;
    this.loop = loop;
  }

  /** Devices or nodes may have changed: begins a round soon. */
  synchronized void use(Definitions definitions) {
    List<NodeName> nodes = new ArrayList<>(definitions.nodes().keySet());
    int turn = Math.max(0, nodes.indexOf(self));
    nodes.remove(self);
    nodes.removeAll(definitions.witnesses());
    others = definitions.witnesses().contains(self) ? List.of() : nodes;
    first = FIRST.plus(APART.multipliedBy(turn));
    schedule(first);
  }

  /** What devices know has changed: begins a round soon. */
  synchronized void soon() {
    schedule(first);
  }

  /** Asks the devices of one node at once. Does not wait. */
  void now(NodeName node) {
    boolean mine;
    synchronized (this) {
      mine = others.contains(node);
    }
    if (mine) {
      Thread.ofVirtual()
          .name("fence-test-" + node)
          .start(() -> check.apply(node).ifPresent(this::tell));
    }
  }

  private synchronized void schedule(Duration delay) {
    next.cancel();
    if (!closed) {
      next = clock.after("fence-check", delay, this::round);
    }
  }

  private void round() {
    List<NodeName> nodes;
    synchronized (this) {
      nodes = others;
    }
    boolean good = true;
    for (NodeName node : nodes) {
      Optional<NodeCheck> checked = check.apply(node);
      if (checked.isPresent()) {
        tell(checked.get());
        good &= checked.get().allWell();
      }
    }
    schedule(good ? AGAIN : AGAIN_AFTER_FAILURE);
  }

  private void tell(NodeCheck checked) {
    for (NodeCheck.DeviceCheck each : checked.devices()) {
      FenceProof proof =
          new FenceProof(
              self,
              each.device(),
              checked.node(),
              each.result().success(),
              wall.instant(),
              each.result().toString());
      if (!proof.good()) {
        LOG.warn("{} would not fence {} now: {}", each.device(), checked.node(), proof.detail());
      }
      loop.accept(new CoreEvent.AttributeSet(proof.attribute(), Optional.of(proof.value())));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.cancel();
  }
}
