package ha.policy.utilization;

import ha.policy.graph.Action;
import ha.policy.graph.Edge;
import ha.policy.situation.ClusterOptions.PlacementStrategy;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Phase: on each node what leaves makes room before what needs room comes. Where two would wait for
 * each other, neither does.
 */
public final class LoadOrders {
  private LoadOrders() {}

  public static void apply(Situation s) {
    if (s.options.strategy() == PlacementStrategy.DEFAULT) {
      return;
    }
    for (Node node : s.nodes) {
      List<Action> leaving = new ArrayList<>();
      List<Action> coming = new ArrayList<>();
      for (Resource r : s.all) {
        if (r.isPrimitive() && !r.utilization.isEmpty()) {
          r.actions("stop").stream()
              .filter(stop -> stop.node == node && stop.planned())
              .forEach(leaving::add);
          arrival(r, node, coming);
        }
      }
      for (Action stop : leaving) {
        for (Action begin : coming) {
          if (stop.resource != begin.resource && !reaches(begin, stop)) {
            s.graph.order(stop, begin);
          }
        }
      }
    }
  }

  /** What begins to use room on the node: a start, and the first step of a migration. */
  private static void arrival(Resource r, Node node, List<Action> coming) {
    for (Action start : r.actions("start")) {
      if (start.node == node && start.planned()) {
        Action sending = r.migrates ? r.action("migrate_to", null) : null;
        coming.add(start);
        if (sending != null) {
          coming.add(sending);
        }
      }
    }
  }

  private static boolean reaches(Action from, Action to) {
    Set<Action> seen = new HashSet<>();
    Deque<Action> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      for (Edge edge : open.remove().outgoing) {
        Action then = edge.then();
        if (then == to) {
          return true;
        }
        if (!edge.has(Edge.Effect.UNORDERED) && then.planned() && seen.add(then)) {
          open.add(then);
        }
      }
    }
    return false;
  }
}
