package ha.policy.location;

import ha.model.Score;
import ha.model.definition.SourcePosition;
import ha.model.plan.Reason;
import ha.model.snapshot.OperationRecord;
import ha.policy.graph.Action;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Phase: what ran on a node that left cleanly waits for it, where that is wanted. */
public final class ShutdownLocks {
  /** The rule that speaks in the reasons. */
  public static final String RULE = "shutdown-lock";

  private ShutdownLocks() {}

  public static void apply(Situation s) {
    if (!s.options.shutdownLock()) {
      return;
    }
    for (Resource r : s.all) {
      boolean lockable =
          r.isPrimitive()
              && r.cloneOf().isEmpty()
              && !r.isFenceDevice()
              && !s.connections.isConnection(r)
              && (r.parent == null || r.parent.isGroup());
      if (lockable) {
        node(s, r).ifPresent(node -> bind(s, r, node));
      }
    }
  }

  /** The node for which the resource waits. */
  private static Optional<Node> node(Situation s, Resource r) {
    if (r.active.size() == 1) {
      Node node = r.active.getFirst();
      if (node.shutdown && !node.unclean) {
        return Optional.of(node);
      }
    }
    Node found = null;
    for (Node node : s.nodes) {
      Optional<Instant> since = lockedSince(r, node);
      if (since.isPresent()) {
        if (expired(s, since.get()) || r.isActive()) {
          release(s, r, node);
        } else {
          found = node;
        }
      }
    }
    return Optional.ofNullable(found);
  }

  private static Optional<Instant> lockedSince(Resource r, Node node) {
    return node.state.stream()
        .flatMap(state -> state.history().stream())
        .filter(op -> op.resource().equals(r.id))
        .map(OperationRecord::lockedSince)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean expired(Situation s, Instant since) {
    Duration limit = s.options.shutdownLockLimit();
    return !limit.isZero() && s.now.isAfter(since.plus(limit));
  }

  /** What the node remembers of the resource is of no use any longer. */
  private static void release(Situation s, Resource r, Node node) {
    Action forget = s.graph.make(Action.Kind.FORGET, r, "release", Duration.ZERO, node);
    forget.require(Reason.of(RULE, r + " has waited long enough for " + node));
  }

  private static void bind(Situation s, Resource r, Node node) {
    for (Node other : s.nodes) {
      if (other.index != node.index) {
        r.scores.add(
            other.index,
            -Scores.INFINITY,
            new Reason(
                RULE,
                r + " waits for " + node + ", which left cleanly",
                Optional.empty(),
                SourcePosition.NONE,
                Optional.of(Score.MINUS_INFINITY)));
      }
    }
  }
}
