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
      balance += Integer.signum(Long.compare(left(b, kind), left(a, kind)));
    }
    return balance;
  }

  private static long left(Node node, String kind) {
    return node.capacity.getOrDefault(kind, 0L);
  }

  /** Whether the node has room for all of this. */
  public static boolean fits(Node node, Map<String, Long> needed) {
    return needed.entrySet().stream().allMatch(e -> e.getValue() <= left(node, e.getKey()));
  }

  /** Takes from what the node has; only kinds that it has at all. */
  public static void take(Node node, Map<String, Long> needed) {
    needed.forEach((kind, amount) -> node.capacity.computeIfPresent(kind, (k, v) -> v - amount));
  }

  /** Gives back. */
  public static void give(Node node, Map<String, Long> freed) {
    freed.forEach((kind, amount) -> node.capacity.computeIfPresent(kind, (k, v) -> v + amount));
  }
}
