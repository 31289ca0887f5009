package ha.policy.placement;

import ha.policy.colocation.Wishes;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is placed first where capacities count: by priority, then who wants its present node more,
 * then who wants the best nodes more.
 */
final class PlacementOrder {
  private PlacementOrder() {}

  static void sort(Situation s, Wishes wishes) {
    Map<Resource, Scores> wanted = new HashMap<>();
    for (Resource r : s.resources) {
      wanted.put(r, wishes.ranking(r));
    }
    Scores level = new Scores(s.nodes.size());
    List<Node> nodes = new ArrayList<>(s.nodes);
    nodes.forEach(node -> level.allow(node.index));
    nodes.sort(new NodeOrder(s, level, null));
    s.resources.sort(
        Comparator.comparingInt((Resource r) -> -r.priority)
            .thenComparing((a, b) -> compare(a, b, wanted, nodes)));
  }

  private static int compare(
      Resource a, Resource b, Map<Resource, Scores> wanted, List<Node> nodes) {
    Scores tableA = wanted.getOrDefault(a, a.scores);
    Scores tableB = wanted.getOrDefault(b, b.scores);
    int order = Integer.compare(atHome(b, tableB), atHome(a, tableA));
    if (order != 0) {
      return order;
    }
    for (Node node : nodes) {
      order = Integer.compare(tableB.get(node.index), tableA.get(node.index));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int atHome(Resource r, Scores table) {
    Node current = r.current();
    return current == null ? -Scores.INFINITY : table.get(current.index);
  }
}
