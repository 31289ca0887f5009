package ha.policy.utilization;

import ha.policy.situation.Node;
import java.util.Map;
import java.util.TreeSet;

/** What a node has left of each capacity. */
public final class Capacity {
  private Capacity() {}

  /** The node with more left of more kinds comes first. */
  public static int compareRemaining(Node a, Node b) {
    int balance = 0;
    TreeSet<String> kinds = new TreeSet<>(a.capacity.keySet());
    kinds.addAll(b.capacity.keySet());
    for (String kind : kinds) {
      balance +=
          Integer.signum(
              Integer.compare(b.capacity.getOrDefault(kind, 0), a.capacity.getOrDefault(kind, 0)));
    }
    return balance;
  }

  /** Whether the node has room for all of this. */
  public static boolean fits(Node node, Map<String, Integer> needed) {
    return needed.entrySet().stream()
        .allMatch(e -> e.getValue() <= node.capacity.getOrDefault(e.getKey(), 0));
  }

  /** Takes from what the node has; only kinds that it has at all. */
  public static void take(Node node, Map<String, Integer> needed) {
    needed.forEach((kind, amount) -> node.capacity.computeIfPresent(kind, (k, v) -> v - amount));
  }

  /** Gives back. */
  public static void give(Node node, Map<String, Integer> freed) {
    freed.forEach((kind, amount) -> node.capacity.computeIfPresent(kind, (k, v) -> v + amount));
  }
}
