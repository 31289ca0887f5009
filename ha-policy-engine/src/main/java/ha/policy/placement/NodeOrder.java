package ha.policy.placement;

import ha.policy.situation.ClusterOptions.PlacementStrategy;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import ha.policy.utilization.Capacity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which node is best: usable and with the highest score; then by the placement strategy; then with
 * the fewest instances; then where the resource is already; then by name.
 */
public final class NodeOrder {
  private NodeOrder() {}

  /** The nodes that the resource may have, best first. */
  public static List<Node> sorted(Situation s, Resource r, @Nullable Node active) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : s.nodes) {
      if (r.scores.allows(node.index)) {
        nodes.add(node);
      }
    }
    nodes.sort(comparator(s, r.scores, active));
    return nodes;
  }

  static Comparator<Node> comparator(Situation s, Scores scores, @Nullable Node active) {
    Comparator<Node> byScore =
        Comparator.comparingInt(n -> n.available() ? -scores.get(n.index) : Scores.INFINITY);
    PlacementStrategy strategy = s.options.strategy();
    if (strategy == PlacementStrategy.MINIMAL) {
      return byScore.thenComparing(n -> n.name);
    }
    Comparator<Node> order = byScore;
    if (strategy == PlacementStrategy.BALANCED) {
      order = order.thenComparing(Capacity::compareRemaining);
    }
    return order
        .thenComparingInt(n -> n.assignedCount)
        .thenComparingInt(n -> n == active ? 0 : 1)
        .thenComparing(n -> n.name);
  }
}
