package ha.policy.location;

import ha.model.Score;
import ha.model.definition.Constraint.Discovery;
import ha.model.definition.SourcePosition;
import ha.model.plan.Problem;
import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.history.FailCounts;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.List;
import java.util.Optional;

/**
 * Phase: what follows for each node from where resources are, how often they failed, its health.
 */
public final class NodeCriteria {
  private NodeCriteria() {}

  public static void apply(Situation s) {
    for (Resource r : s.all) {
      if (r.isPrimitive()) {
        stickiness(s, r);
        failures(s, r);
        exclusiveDiscovery(s, r);
      }
    }
    for (Node node : s.nodes) {
      if (node.health != 0) {
        for (Resource r : s.all) {
          if (r.scores.allows(node.index)) {
            r.scores.add(
                node.index, node.health, reason("health", "health of " + node, node.health));
          }
        }
      }
    }
  }

  private static void stickiness(Situation s, Resource r) {
    if (!r.managed || r.active.size() != 1 || r.stickiness == 0) {
      return;
    }
    Node node = r.active.getFirst();
    if (s.options.symmetric() || r.scores.allows(node.index)) {
      String text = r + " is on " + node + " and " + (r.stickiness > 0 ? "stays" : "leaves");
      r.scores.add(node.index, r.stickiness, reason("stickiness", text, r.stickiness));
    }
  }

  /** Where something is looked for on certain nodes only, it runs on these only. */
  private static void exclusiveDiscovery(Situation s, Resource r) {
    if (!r.exclusiveDiscovery && !r.top().exclusiveDiscovery) {
      return;
    }
    for (Node node : s.nodes) {
      if (r.scores.discovery(node.index) != Discovery.EXCLUSIVE) {
        String text = r + " is looked for, and runs, on other nodes only";
        r.scores.add(node.index, -Scores.INFINITY, reason("discovery", text, -Scores.INFINITY));
      }
    }
  }

  private static void failures(Situation s, Resource r) {
    if (r.migrationThreshold <= 0 || r.failureIgnored || (!r.managed && !r.blocked)) {
      return;
    }
    List<Resource> fillers = s.connections.fillersOf(r);
    for (Node node : s.nodes) {
      int count = withFillers(s, r, fillers, node);
      if (count <= 0 || count < r.migrationThreshold || forgiven(r, node)) {
        continue;
      }
      Resource banned = r.unique ? r : r.top();
      String text =
          r.base()
              + " failed "
              + (count >= Scores.INFINITY ? "for good" : count + " times")
              + " on "
              + node
              + " (threshold "
              + Score.of(r.migrationThreshold)
              + ")";
      ban(banned, node, reason("failures", text, -Scores.INFINITY));
      s.problem(
          Problem.Severity.WARNING,
          r,
          node,
          text,
          r.failureTimeout.isZero() ? "" : "the failures expire after " + r.failureTimeout,
          "hactl cleanup " + r.base() + " --node " + node);
    }
  }

  /** The failures are about to be cleared. */
  private static boolean forgiven(Resource r, Node node) {
    return r.actions().stream()
        .anyMatch(a -> a.kind == Action.Kind.CLEAR_FAILURES && a.node == node);
  }

  /** What fails in a container counts as a failure of the container. */
  private static int withFillers(Situation s, Resource r, List<Resource> fillers, Node node) {
    int count = FailCounts.effective(s, r, node);
    for (Resource filler : fillers) {
      count = Scores.sum(count, FailCounts.effective(s, filler, node));
    }
    return count;
  }

  private static void ban(Resource r, Node node, Reason reason) {
    r.scores.add(node.index, -Scores.INFINITY, reason);
    for (Resource child : r.children) {
      ban(child, node, reason);
    }
  }

  private static Reason reason(String rule, String text, int score) {
    return new Reason(
        rule, text, Optional.empty(), SourcePosition.NONE, Optional.of(Score.of(score)));
  }
}
