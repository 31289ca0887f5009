package ha.policy.digest;

import ha.model.plan.Reason;
import ha.model.snapshot.OperationRecord;
import ha.policy.action.OperationOptions;
import ha.policy.digest.Comparison.Verdict;
import ha.policy.history.Cleanup;
import ha.policy.history.OutdatedFailures;
import ha.policy.history.Recurring;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.Set;

/**
 * Phase: resources that were started with other parameters than those defined now are restarted, or
 * reloaded if their agent can take over the change; recurring operations are given anew.
 */
public final class ChangedDefinitions {
  private static final Set<String> CHECKED = Set.of("monitor", "start", "promote", "migrate_from");

  private final Situation s;

  private ChangedDefinitions(Situation s) {
    this.s = s;
  }

  public static void apply(Situation s) {
    OutdatedFailures.ofConnections(s);
    ChangedDefinitions changes = new ChangedDefinitions(s);
    for (Situation.History history : s.histories()) {
      Resource r = history.resource();
      Node node = history.node();
      boolean concerned =
          !r.orphan
              && r.active.contains(node)
              && (node.available() || node.maintenance)
              && history.agent().equals(r.agent());
      if (concerned) {
        history.life().forEach(op -> changes.compare(r, node, op));
      }
    }
  }

  private void compare(Resource r, Node node, OperationRecord op) {
    if (!CHECKED.contains(op.operation()) || op.parametersDigest().isEmpty()) {
      return;
    }
    boolean recurs = !op.interval().isZero();
    if (recurs && OperationOptions.find(r, op.operation(), op.interval()).isEmpty()) {
      return;
    }
    Verdict verdict = Comparison.of(s, r, node, op);
    if (verdict == Verdict.SAME) {
      return;
    }
    Cleanup.changed(s, r, node);
    Reason why = Reason.of("definition", "the definition of " + r.base() + " has changed");
    if (verdict == Verdict.OTHER && recurs) {
      s.redefinitions.repeat(Recurring.key(r, op.operation(), op.interval().toMillis(), node));
    } else if (verdict == Verdict.OTHER
        && !op.restartDigest().isEmpty()
        && r.pendingStart == null) {
      s.redefinitions.reload(r, why);
    } else {
      s.redefinitions.restart(r, why);
    }
  }
}
