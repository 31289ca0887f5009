package ha.policy.remote;

import ha.policy.action.Starts;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;

/** Phase: what lives in a container starts after it and stops before it. */
public final class ContainerOrders {
  private ContainerOrders() {}

  public static void apply(Situation s) {
    for (Resource r : s.all) {
      s.connections
          .containerOf(r)
          .filter(c -> s.connections.isConnection(r) || s.connections.guestIn(c).isEmpty())
          .ifPresent(container -> order(s, r, container));
    }
  }

  private static void order(Situation s, Resource filler, Resource container) {
    String id = container.id.value();
    for (Action start : filler.actions("start")) {
      s.graph.order(
          Starts.of(s, container),
          start,
          id,
          container.position(),
          Effect.THEN_TOO,
          Effect.NEEDS_FIRST);
    }
    for (Action stop : filler.actions("stop")) {
      for (Action end : container.actions("stop")) {
        s.graph.order(stop, end, id, container.position(), Effect.FIRST_TOO);
      }
    }
  }

  /**
   * What may run on a guest starts when its container has stopped, if that stops, wherever it is to
   * start: so it does not start while it may still run inside.
   */
  public static void afterStops(Situation s) {
    if (s.connections.isEmpty()) {
      return;
    }
    for (Resource r : s.all) {
      boolean onMembersOnly = s.connections.isConnection(r) || s.connections.guestIn(r).isPresent();
      if (r.isPrimitive() && !onMembersOnly) {
        Resource whole = r.cloneOf().orElse(r);
        s.nodes.stream()
            .filter(node -> r.scores.allows(node.index))
            .flatMap(guest -> s.connections.containerOf(guest).stream())
            .flatMap(container -> container.actions("stop").stream())
            .forEach(stop -> whole.actions("start").forEach(start -> s.graph.order(stop, start)));
      }
    }
  }
}
