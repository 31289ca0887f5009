package ha.policy.graph;

import ha.policy.graph.Edge.Effect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Actions that wait for each other in a circle would wait for ever. Of a circle's waits one gives
 * way: one that holds only if both happen, probes first, ways down before ways up. What it was
 * between is still done one after the other, as the rest of the circle says.
 */
public final class Circles {
  private final ActionGraph graph;

  private Circles(ActionGraph graph) {
    this.graph = graph;
  }

  /** Opens the circles that can be opened; one that cannot is returned, in the order of waiting. */
  public static List<Action> open(ActionGraph graph) {
    Circles circles = new Circles(graph);
    Set<Action> core = circles.core();
    while (!core.isEmpty()) {
      Optional<Edge> weakest = weakest(core);
      if (weakest.isEmpty()) {
        return circle(core);
      }
      graph.waive(weakest.get());
      core = circles.core();
    }
    return List.of();
  }

  /** What is in a circle or between two: the others are done before or after all of these. */
  private Set<Action> core() {
    Set<Action> core = new HashSet<>();
    graph.actions().stream().filter(Action::planned).forEach(core::add);
    peel(core, true);
    peel(core, false);
    return core;
  }

  private static void peel(Set<Action> core, boolean fromStart) {
    Map<Action, Integer> waits = new HashMap<>();
    Deque<Action> open = new ArrayDeque<>();
    for (Action action : core) {
      int count = (int) ahead(action, fromStart).stream().filter(e -> within(core, e)).count();
      waits.put(action, count);
      if (count == 0) {
        open.add(action);
      }
    }
    while (!open.isEmpty()) {
      Action action = open.remove();
      for (Edge edge : ahead(action, !fromStart)) {
        Action other = fromStart ? edge.then() : edge.first();
        if (within(core, edge) && waits.merge(other, -1, Integer::sum) == 0) {
          open.add(other);
        }
      }
      core.remove(action);
    }
  }

  private static List<Edge> ahead(Action action, boolean fromStart) {
    return fromStart ? action.incoming : action.outgoing;
  }

  private static boolean within(Set<Action> core, Edge edge) {
    return edge.binds() && core.contains(edge.first()) && core.contains(edge.then());
  }

  private static Optional<Edge> weakest(Set<Action> core) {
    return core.stream()
        .flatMap(action -> action.outgoing.stream())
        .filter(edge -> within(core, edge) && edge.has(Effect.GIVES_WAY) && inCircle(edge))
        .min(
            Comparator.comparing((Edge edge) -> !edge.first().operation.equals("monitor"))
                .thenComparing(edge -> !endsSomething(edge.first()))
                .thenComparingInt(edge -> edge.first().id)
                .thenComparingInt(edge -> edge.then().id));
  }

  /** Whether without it there would be one circle less. */
  private static boolean inCircle(Edge edge) {
    boolean onlyOne =
        edge.first().outgoing.stream()
            .filter(other -> other.then() == edge.then() && other.binds())
            .allMatch(other -> other.has(Effect.GIVES_WAY));
    return onlyOne && Waits.after(edge.then()).contains(edge.first());
  }

  private static boolean endsSomething(Action action) {
    return switch (action.operation) {
      case "stop", "stopped", "stopped-told", "demote", "demoted", "demoted-told" -> true;
      default -> false;
    };
  }

  private static List<Action> circle(Set<Action> core) {
    List<Action> path = new ArrayList<>();
    Action next = Waits.sorted(core).getFirst();
    while (!path.contains(next)) {
      path.add(next);
      Action here = next;
      next =
          Waits.sorted(
                  here.incoming.stream()
                      .filter(edge -> within(core, edge))
                      .map(Edge::first)
                      .toList())
              .getFirst();
    }
    return path.subList(path.indexOf(next), path.size()).reversed();
  }
}
