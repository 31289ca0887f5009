package ha.policy.explain;

import ha.policy.graph.Action;
import ha.policy.graph.Edge;
import ha.policy.situation.Situation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Leaves out of the plan what only marks a point with nothing before or nothing after it. */
final class Pruning {
  private final boolean[] in;

  private Pruning(Situation s) {
    in = new boolean[s.graph.actions().size()];
    s.graph.actions().forEach(a -> in[a.id] = a.planned());
  }

  static List<Action> planned(Situation s) {
    Pruning pruning = new Pruning(s);
    ArrayDeque<Action> open = new ArrayDeque<>(s.graph.actions());
    while (!open.isEmpty()) {
      Action action = open.remove();
      if (pruning.in[action.id]
          && action.pseudo
          && action.kind != Action.Kind.FENCE
          && !pruning.endsWithGuest(action)
          && pruning.loose(action)) {
        pruning.in[action.id] = false;
        action.incoming.forEach(edge -> open.add(edge.first()));
        action.outgoing.forEach(edge -> open.add(edge.then()));
      }
    }
    List<Action> planned = new ArrayList<>();
    for (Action action : s.graph.actions()) {
      if (pruning.in[action.id]) {
        planned.add(action);
      }
    }
    return planned;
  }

  /** It tells what ends with a guest, of which nothing else tells: its fence is no act. */
  private boolean endsWithGuest(Action action) {
    return action.kind == Action.Kind.OPERATION
        && action.incoming.stream()
            .anyMatch(
                e -> in[e.first().id] && e.first().kind == Action.Kind.FENCE && e.first().pseudo);
  }

  private boolean loose(Action action) {
    return !waits(action) || !awaited(action);
  }

  private boolean waits(Action action) {
    for (Edge edge : action.incoming) {
      if (in[edge.first().id] && ordered(edge)) {
        return true;
      }
    }
    return false;
  }

  private boolean awaited(Action action) {
    for (Edge edge : action.outgoing) {
      if (in[edge.then().id] && ordered(edge)) {
        return true;
      }
    }
    return false;
  }

  private static boolean ordered(Edge edge) {
    return !edge.has(Edge.Effect.UNORDERED);
  }
}
