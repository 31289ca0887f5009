package ha.policy.history;

import ha.model.ResourceId;
import ha.model.snapshot.NodeState.FailureCount;
import ha.model.snapshot.OperationRecord;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.time.Instant;
import java.util.List;

/** How often a resource failed on a node. */
public final class FailCounts {
  private FailCounts() {}

  /** Failures of the resource on the node that count: those that have not expired. */
  public static int effective(Situation s, Resource r, Node node) {
    if (expired(s, r, node)) {
      return 0;
    }
    return recorded(s, r, node);
  }

  /** Whether the failures are all older than the resource's failure-timeout. */
  public static boolean expired(Situation s, Resource r, Node node) {
    if (r.failureTimeout.isZero() || r.failureTimeout.isNegative() || r.blocked) {
      return false;
    }
    List<FailureCount> failures = failures(r, node);
    return !failures.isEmpty()
        && failures.stream()
            .allMatch(f ->
                f.last().isAfter(Instant.EPOCH) && !f.last().plus(r.failureTimeout).isAfter(s.now));
  }

  /** Whether the node remembers an operation from before the time that failures count. */
  static boolean oldHistory(Situation s, Resource r, Node node) {
    return node.state.stream()
        .flatMap(state -> state.history().stream())
        .anyMatch(op -> means(op.resource(), r) && old(s, r, op));
  }

  /** Whether the operation is older than the resource's failure-timeout. */
  static boolean old(Situation s, Resource r, OperationRecord op) {
    return op.lastChange()
        .or(op::lastRun)
        .map(t -> !t.plus(r.failureTimeout).isAfter(s.now))
        .orElse(false);
  }

  /** All failures recorded, saturating at INFINITY. */
  public static int recorded(Situation s, Resource r, Node node) {
    List<FailureCount> failures = failures(r, node);
    if (failures.isEmpty()) {
      return 0;
    }
    int sum = 0;
    for (FailureCount failure : failures) {
      boolean fatal =
          failure.operation().equals("start")
              && s.options.startFailureIsFatal()
              && failure.count().value() > 0;
      sum = Scores.sum(sum, fatal ? Scores.INFINITY : failure.count().value());
    }
    return sum;
  }

  /** What is recorded of the resource's failures on the node. */
  public static List<FailureCount> failures(Resource r, Node node) {
    List<FailureCount> alike = node.failuresOf(r.plainId.value());
    if (alike.isEmpty()) {
      return alike;
    }
    return alike.stream().filter(f -> means(f.resource(), r) && f.count().value() > 0).toList();
  }

  private static boolean means(ResourceId id, Resource r) {
    return id.equals(r.id) || (!r.unique && id.base().equals(r.id.base()));
  }
}
