package ha.policy.explain;

import ha.model.Score;
import ha.model.definition.SourcePosition;
import ha.model.plan.NodeVerdict;
import ha.model.plan.Reason;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How each node was judged for an instance. */
final class Verdicts {
  private final List<Node> nodes;

  /** By the node's index, why nothing may run there; null where something may. */
  private final @Nullable Reason[] obstacles;

  /** By the node's index, the last verdict that nothing contributed to: nearly all are alike. */
  private final @Nullable NodeVerdict[] plain;

  Verdicts(Situation s) {
    nodes = s.nodes;
    obstacles = new Reason[nodes.size()];
    plain = new NodeVerdict[nodes.size()];
    for (Node node : nodes) {
      obstacles[node.index] = node.unavailability().map(Verdicts::obstacle).orElse(null);
    }
  }

  private static Reason obstacle(String text) {
    return new Reason(
        "node", text, Optional.empty(), SourcePosition.NONE, Optional.of(Score.MINUS_INFINITY));
  }

  List<NodeVerdict> of(Resource r) {
    List<NodeVerdict> verdicts = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      Reason obstacle = obstacles[node.index];
      List<Reason> contributions = r.scores.contributions(node.index);
      if (obstacle != null) {
        contributions = new ArrayList<>(contributions);
        contributions.add(obstacle);
      } else if (!r.scores.allows(node.index)) {
        contributions =
            List.of(Reason.of("asymmetric", "nothing allows " + r.base() + " on " + node));
      }
      int score = obstacle == null ? r.scores.get(node.index) : -Scores.INFINITY;
      verdicts.add(verdict(node, score, contributions));
    }
    return verdicts;
  }

  private NodeVerdict verdict(Node node, int score, List<Reason> contributions) {
    NodeVerdict known = plain[node.index];
    boolean isPlain = contributions.isEmpty();
    if (isPlain && known != null && known.score().value() == score) {
      return known;
    }
    NodeVerdict verdict = new NodeVerdict(node.name, Score.of(score), contributions);
    if (isPlain) {
      plain[node.index] = verdict;
    }
    return verdict;
  }
}
