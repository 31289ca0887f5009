package ha.policy.history;

import ha.model.snapshot.OperationRecord;
import ha.policy.digest.Comparison;
import ha.policy.situation.Node;
import ha.policy.situation.Replica;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.List;
import java.util.Set;

/**
 * Failures with other parameters than those defined now say nothing of these: they are cleared. A
 * history of Pacemaker keeps the last failure apart, whether or not it is counted.
 */
public final class OutdatedFailures {
  private static final Set<String> CHECKED = Set.of("start", "monitor");

  private OutdatedFailures() {}

  static void read(Situation s, Resource r, Node node, OperationRecord op) {
    boolean placeMatters = s.connections.isConnection(r) && r.parent != null;
    if (!placeMatters) {
      clear(s, r, node, op);
    }
  }

  /** After placement: parameters of connections into containers hold where these are. */
  public static void ofConnections(Situation s) {
    for (Replica replica : s.bundles.all()) {
      for (Resource connection : replica.connection().stream().toList()) {
        for (Node node : s.nodes) {
          history(connection, node).forEach(op -> clear(s, connection, node, op));
        }
      }
    }
  }

  private static List<OperationRecord> history(Resource r, Node node) {
    return node.state.stream()
        .flatMap(state -> state.history().stream())
        .filter(op -> op.resource().equals(r.id))
        .toList();
  }

  private static void clear(Situation s, Resource r, Node node, OperationRecord op) {
    if (!node.online || node.unclean || node.pending || node.maintenance) {
      return;
    }
    boolean failed = op.lastFailure() || op.status() == OperationRecord.Status.ERROR;
    boolean counted = op.lastFailure() || FailCounts.effective(s, r, node) > 0;
    boolean expired = !r.failureTimeout.isZero() && FailCounts.old(s, r, op);
    if (failed
        && counted
        && !expired
        && !r.orphan
        && r.managed
        && CHECKED.contains(op.operation())
        && Comparison.differs(s, r, node, op)) {
      Cleanup.clear(s, r, node, "the definition of what failed of " + r.base() + " has changed");
    }
  }
}
