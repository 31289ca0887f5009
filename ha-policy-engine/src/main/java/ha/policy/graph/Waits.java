package ha.policy.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Who waits for whom among what is planned. */
public final class Waits {
  private Waits() {}

  /** What waits for the action, directly or not, and itself. */
  public static Set<Action> after(Action action) {
    return reached(action, Edge::binds);
  }

  /** What is not done unless the action is: what waits for it, and what must be with it. */
  public static Set<Action> without(Action action) {
    return reached(
        action,
        edge -> edge.binds() || (edge.has(Edge.Effect.NEEDS_FIRST) && edge.then().planned()));
  }

  private static Set<Action> reached(Action action, Predicate<Edge> follows) {
    Set<Action> seen = new HashSet<>(Set.of(action));
    Deque<Action> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (Edge edge : open.remove().outgoing) {
        if (follows.test(edge) && seen.add(edge.then())) {
          open.add(edge.then());
        }
      }
    }
    return seen;
  }

  /**
   * Where {@code action} brings about {@code end}, it cannot wait for what waits for {@code end}:
   * instead it waits for whatever else that waits for.
   */
  public static void bypass(ActionGraph graph, Action action, Action end) {
    Set<Action> late = after(end);
    Set<Action> before = new HashSet<>();
    Set<Action> seen = new HashSet<>(Set.of(action, end));
    Deque<Action> open = new ArrayDeque<>();
    for (Edge edge : List.copyOf(action.incoming)) {
      if (edge.binds() && late.contains(edge.first())) {
        graph.waive(edge);
        if (seen.add(edge.first())) {
          open.add(edge.first());
        }
      }
    }
    while (!open.isEmpty()) {
      for (Edge edge : open.remove().incoming) {
        if (edge.binds() && seen.add(edge.first())) {
          (late.contains(edge.first()) ? open : before).add(edge.first());
        }
      }
    }
    sorted(before).forEach(first -> graph.order(first, action));
  }

  /** By age, so that the order in which a set lists its elements does not count. */
  static List<Action> sorted(Collection<Action> actions) {
    return actions.stream().sorted((a, b) -> Integer.compare(a.id, b.id)).toList();
  }
}
