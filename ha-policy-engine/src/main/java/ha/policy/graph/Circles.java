package ha.policy.graph;

import ha.policy.graph.Edge.Effect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Actions that wait for each other in a circle would wait for ever. Of a circle's waits one gives
 * way: one that holds only if both happen, probes first, ways down before ways up. What it was
 * between is still done one after the other, as the rest of the circle says.
 */
public final class Circles {
  private final ActionGraph graph;

  /** What is in a circle or between two, by the number of the action. */
  private final boolean[] core;

  private Circles(ActionGraph graph) {
    this.graph = graph;
    this.core = new boolean[graph.actions().size()];
  }

  /** Opens the circles that can be opened; one that cannot is returned, in the order of waiting. */
  public static List<Action> open(ActionGraph graph) {
    Circles circles = new Circles(graph);
    while (circles.findCore()) {
      Optional<Edge> weakest = circles.weakest();
      if (weakest.isEmpty()) {
        return circles.circle();
      }
      graph.waive(weakest.get());
    }
    return List.of();
  }

  /** Whether anything is in a circle or between two: the others are done before or after these. */
  private boolean findCore() {
    for (Action action : graph.actions()) {
      core[action.id] = action.planned();
    }
    peel(true);
    peel(false);
    for (boolean left : core) {
      if (left) {
        return true;
      }
    }
    return false;
  }

  private void peel(boolean fromStart) {
    int[] waits = new int[core.length];
    Deque<Action> open = new ArrayDeque<>();
    for (Action action : graph.actions()) {
      if (core[action.id]) {
        waits[action.id] = count(fromStart ? action.incoming : action.outgoing);
        if (waits[action.id] == 0) {
          open.add(action);
        }
      }
    }
    while (!open.isEmpty()) {
      Action action = open.remove();
      for (Edge edge : fromStart ? action.outgoing : action.incoming) {
        Action other = fromStart ? edge.then() : edge.first();
        if (within(edge) && --waits[other.id] == 0) {
          open.add(other);
        }
      }
      core[action.id] = false;
    }
  }

  private int count(List<Edge> edges) {
    int count = 0;
    for (Edge edge : edges) {
      if (within(edge)) {
        count++;
      }
    }
    return count;
  }

  /** What is in the core is planned, so such an order binds unless it is none. */
  private boolean within(Edge edge) {
    return core[edge.first().id] && core[edge.then().id] && !edge.has(Effect.UNORDERED);
  }

  private List<Action> inCore() {
    return graph.actions().stream().filter(action -> core[action.id]).toList();
  }

  private Optional<Edge> weakest() {
    return inCore().stream()
        .flatMap(action -> action.outgoing.stream())
        .filter(edge -> within(edge) && edge.has(Effect.GIVES_WAY) && inCircle(edge))
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

  private List<Action> circle() {
    List<Action> path = new ArrayList<>();
    Action next = inCore().getFirst();
    while (!path.contains(next)) {
      path.add(next);
      Action here = next;
      next =
          Waits.sorted(here.incoming.stream().filter(this::within).map(Edge::first).toList())
              .getFirst();
    }
    return path.subList(path.indexOf(next), path.size()).reversed();
  }
}
