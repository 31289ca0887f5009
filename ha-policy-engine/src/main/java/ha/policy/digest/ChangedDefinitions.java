package ha.policy.digest;

import ha.model.plan.Reason;
import ha.model.snapshot.OperationRecord;
import ha.policy.action.OperationOptions;
import ha.policy.action.Parameters;
import ha.policy.history.Cleanup;
import ha.policy.history.Recurring;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Phase: resources that were started with other parameters than those defined now are restarted, or
 * reloaded if their agent can take over the change; recurring operations are given anew.
 */
public final class ChangedDefinitions {
  private static final Set<String> CHECKED = Set.of("monitor", "start", "promote", "migrate_from");
  private static final String TIMEOUT = "CRM_meta_timeout";

  private final Situation s;

  private ChangedDefinitions(Situation s) {
    this.s = s;
  }

  /** How an operation of history compares with what is defined. */
  private enum Verdict {
    SAME,
    RESTART,
    OTHER
  }

  public static void apply(Situation s) {
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
    Verdict verdict = verdict(r, node, op);
    if (verdict == Verdict.SAME) {
      return;
    }
    Cleanup.changed(s, r, node);
    Reason why = Reason.of("definition", "the definition of " + r.base() + " has changed");
    if (verdict == Verdict.OTHER && recurs) {
      s.redefinitions.repeat(Recurring.key(r, op.operation(), op.interval().toMillis(), node));
    } else if (verdict == Verdict.OTHER && !op.restartDigest().isEmpty()) {
      s.redefinitions.reload(r, why);
    } else {
      s.redefinitions.restart(r, why);
    }
  }

  private Verdict verdict(Resource r, Node node, OperationRecord op) {
    String operation = op.interval().isZero() ? "start" : op.operation();
    Map<String, String> extra = OperationOptions.parameters(s, r, operation, op.interval(), node);
    Map<String, String> given = new TreeMap<>(extra);
    Parameters.of(s, r, node).forEach(given::putIfAbsent);
    if (!op.openDigest().isEmpty()) {
      Map<String, String> open = new TreeMap<>(given);
      op.secretParameters().forEach(open::remove);
      if (r.isFenceDevice()) {
        open.keySet().removeIf(ChangedDefinitions::ofCluster);
      }
      if (Fingerprint.matches(op.openDigest(), open)) {
        return Verdict.SAME;
      }
    }
    if (!op.restartDigest().isEmpty()
        && !Fingerprint.matches(
            op.restartDigest(), kept(given, op.restartParameters().orElse(List.of())))) {
      return Verdict.RESTART;
    }
    if (Fingerprint.matches(op.parametersDigest(), withTimeout(r, op, given))) {
      return Verdict.SAME;
    }
    return op.interval().isZero() && !extra.isEmpty() ? Verdict.RESTART : Verdict.OTHER;
  }

  /** Parameters of a fence device that the cluster reads and its agent does not know. */
  private static boolean ofCluster(String name) {
    return name.startsWith("pcmk_") || name.equals("provides") || name.equals("stonith-timeout");
  }

  private static Map<String, String> kept(Map<String, String> given, List<String> names) {
    Map<String, String> kept = new TreeMap<>(given);
    kept.keySet().retainAll(names);
    return kept;
  }

  /** Pacemaker's fingerprint of a recurring operation holds its timeout too. */
  private Map<String, String> withTimeout(
      Resource r, OperationRecord op, Map<String, String> given) {
    if (op.interval().isZero() || !Fingerprint.isPacemaker(op.parametersDigest())) {
      return given;
    }
    Duration timeout = OperationOptions.timeout(s, r, op.operation(), op.interval());
    Map<String, String> all = new TreeMap<>(given);
    all.put(TIMEOUT, Long.toString(timeout.toMillis()));
    return all;
  }
}
