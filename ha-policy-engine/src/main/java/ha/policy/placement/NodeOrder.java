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
      return byScore.thenComparing(NodeOrder::compareNames);
    }
    Comparator<Node> order = byScore;
    if (strategy == PlacementStrategy.BALANCED) {
      order = order.thenComparing(Capacity::compareRemaining);
    }
    return order
        .thenComparingInt(n -> n.assignedCount)
        .thenComparingInt(n -> n == active ? 0 : 1)
        .thenComparing(NodeOrder::compareNames);
  }

  /** By name, numbers in it by value: {@code node2} before {@code node10}. */
  static int compareNames(Node a, Node b) {
    String x = a.name.value();
    String y = b.name.value();
    int i = 0;
    int j = 0;
    while (i < x.length() && j < y.length()) {
      if (Character.isDigit(x.charAt(i)) && Character.isDigit(y.charAt(j))) {
        int iEnd = endOfDigits(x, i);
        int jEnd = endOfDigits(y, j);
        int order =
            new java.math.BigInteger(x.substring(i, iEnd))
                .compareTo(new java.math.BigInteger(y.substring(j, jEnd)));
        if (order != 0) {
          return order;
        }
        i = iEnd;
        j = jEnd;
      } else {
        int order =
            Character.compare(
                Character.toLowerCase(x.charAt(i)), Character.toLowerCase(y.charAt(j)));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
    }
    int rest = (x.length() - i) - (y.length() - j);
    return rest != 0 ? rest : a.name.compareTo(b.name);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
