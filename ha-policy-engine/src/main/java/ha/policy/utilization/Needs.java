package ha.policy.utilization;

import ha.model.Score;
import ha.model.definition.SourcePosition;
import ha.model.plan.Reason;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.Optional;

/** Keeps resources off nodes that have no room for them. */
public final class Needs {
  private Needs() {}

  public static void banWhereTooMuch(Situation s, Resource r) {
    if (r.utilization.isEmpty()) {
      return;
    }
    for (Node node : s.nodes) {
      if (r.scores.allows(node.index) && !Capacity.fits(node, r.utilization)) {
        r.scores.add(
            node.index,
            -Scores.INFINITY,
            new Reason(
                "utilization",
                node
                    + " has no room for "
                    + r
                    + ": "
                    + node.capacity
                    + " left, needs "
                    + r.utilization,
                Optional.empty(),
                SourcePosition.NONE,
                Optional.of(Score.MINUS_INFINITY)));
      }
    }
  }
}
