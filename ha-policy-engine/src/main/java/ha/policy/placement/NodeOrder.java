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
public final class NodeOrder implements Comparator<Node> {
  private final PlacementStrategy strategy;
  private final Scores scores;
  private final @Nullable Node active;

  NodeOrder(Situation s, Scores scores, @Nullable Node active) {
    this.strategy = s.options.strategy();
    this.scores = scores;
    this.active = active;
  }

  /** The best of the nodes that the resource may have; null if it may have none. */
  static @Nullable Node best(Situation s, Resource r, @Nullable Node active) {
    NodeOrder order = new NodeOrder(s, r.scores, active);
    Node best = null;
    for (Node node : s.nodes) {
      if (r.scores.allows(node.index) && (best == null || order.compare(node, best) < 0)) {
        best = node;
      }
    }
    return best;
  }

  /** The nodes that the resource may have, best first. */
  public static List<Node> sorted(Situation s, Resource r, @Nullable Node active) {
    List<Node> nodes = new ArrayList<>(s.nodes.size());
    for (Node node : s.nodes) {
      if (r.scores.allows(node.index)) {
        nodes.add(node);
      }
    }
    nodes.sort(new NodeOrder(s, r.scores, active));
    return nodes;
  }

  @Override
  public int compare(Node a, Node b) {
    int order = Integer.compare(cost(a), cost(b));
    if (order == 0 && strategy == PlacementStrategy.BALANCED) {
      order = Capacity.compareRemaining(a, b);
    }
    if (order == 0 && strategy != PlacementStrategy.MINIMAL) {
      order = Integer.compare(a.assignedCount, b.assignedCount);
      if (order == 0) {
        order = Boolean.compare(b == active, a == active);
      }
    }
    return order == 0 ? a.name.compareTo(b.name) : order;
  }

  /** Less is better. */
  private int cost(Node node) {
    return node.available() ? -scores.get(node.index) : Scores.INFINITY;
  }
}
