package ha.policy.ordering;

import ha.policy.graph.Action;
import ha.policy.graph.Edge;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Phase: what else waits for a probe. A probe may find that a resource runs and has to stop; so
 * whatever waits for its stop waits for its probe, and whatever a start of it would restart does
 * not stop before.
 */
public final class ProbeOrders {
  private ProbeOrders() {}

  public static void apply(Situation s) {
    for (Resource r : s.all) {
      List<Action> probes = new ArrayList<>();
      for (Action action : r.actions("monitor")) {
        if (action.required) {
          probes.add(action);
        }
      }
      if (!probes.isEmpty()) {
        beforeWhatWaitsForStop(s, r, probes);
        beforeWhatStartRestarts(s, r, probes);
      }
    }
  }

  private static void beforeWhatWaitsForStop(Situation s, Resource r, List<Action> probes) {
    Set<Action> waiting = new HashSet<>();
    for (Action stop : r.actions("stop")) {
      for (Edge edge : stop.outgoing) {
        if (edge.then().resource != r && !edge.has(Effect.UNORDERED) && waiting.add(edge.then())) {
          probes.stream()
              .filter(probe -> !startsBefore(edge.then().resource, probe))
              .forEach(probe -> before(s, probe, edge.then()));
        }
      }
    }
  }

  /**
   * A stop or fence may come first where the probe would have to wait for it, and anything but a
   * start where the probe waits for a connection that comes up only after that.
   */
  private static void before(Situation s, Action probe, Action then) {
    boolean stop = then.operation.equals("stop") || then.operation.equals("demote");
    boolean across = probe.node != null && probe.node.remote();
    boolean fence = then.kind == Action.Kind.FENCE;
    boolean givesWay = stop || fence || (across && !then.operation.equals("start"));
    s.graph.order(probe, then, givesWay ? new Effect[] {Effect.GIVES_WAY} : new Effect[0]);
  }

  /**
   * What is looked for only when something else has started says nothing about when that may stop
   * before: a connection is looked for when its container runs again.
   */
  private static boolean startsBefore(@Nullable Resource other, Action probe) {
    return other != null
        && probe.incoming.stream()
            .anyMatch(
                edge -> edge.first().resource == other && edge.first().operation.equals("start"));
  }

  /** Instances of one clone do not restart each other; members of a group in them do. */
  private static boolean together(Resource a, Resource b) {
    return a.equals(b)
        || (a.cloneOf().isPresent()
            && a.cloneOf().equals(b.cloneOf())
            && a.cloneOf().equals(Optional.ofNullable(a.parent)));
  }

  private static void beforeWhatStartRestarts(Situation s, Resource r, List<Action> probes) {
    Set<Action> seen = new HashSet<>();
    Deque<Action> open = new ArrayDeque<>();
    for (Action probe : probes) {
      for (Edge edge : probe.outgoing) {
        if (edge.then().operation.equals("start") && seen.add(edge.then())) {
          open.add(edge.then());
        }
      }
    }
    Set<Action> stops = new HashSet<>();
    while (!open.isEmpty()) {
      Action start = open.remove();
      Resource other = start.resource;
      if (other != null && other.isPrimitive() && !together(other, r)) {
        String undo =
            switch (start.operation) {
              case "start" -> "stop";
              case "promote" -> "demote";
              default -> "";
            };
        stops.addAll(other.actions(undo));
      }
      for (Edge edge : start.outgoing) {
        Action then = edge.then();
        boolean part =
            other != null
                && !other.isPrimitive()
                && then.resource != null
                && then.resource.parent == other;
        if ((edge.has(Effect.THEN_TOO) || part) && seen.add(then)) {
          open.add(then);
        }
      }
    }
    for (Action stop : stops.stream().sorted((a, b) -> a.id - b.id).toList()) {
      if (stop.resource != r && !stop.pseudo) {
        probes.forEach(probe -> before(s, probe, stop));
      }
    }
  }
}
