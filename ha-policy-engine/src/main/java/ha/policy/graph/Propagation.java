package ha.policy.graph;

import ha.model.Role;
import ha.model.plan.Reason;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Resource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets actions decide each other's fate until nothing changes. Actions only ever become required,
 * become impossible, or lose the right to be part of a live migration, so this ends.
 */
public final class Propagation {
  private final ArrayDeque<Action> open = new ArrayDeque<>();
  private final boolean[] queued;

  private Propagation(ActionGraph graph) {
    queued = new boolean[graph.actions().size()];
    graph.actions().forEach(this::enqueue);
  }

  public static void run(ActionGraph graph) {
    Propagation propagation = new Propagation(graph);
    for (Action next = propagation.open.poll(); next != null; next = propagation.open.poll()) {
      propagation.queued[next.id] = false;
      for (Edge edge : next.incoming) {
        propagation.apply(edge);
      }
      for (Edge edge : next.outgoing) {
        propagation.apply(edge);
      }
      propagation.wholes(next);
    }
  }

  private void enqueue(Action action) {
    if (!queued[action.id]) {
      queued[action.id] = true;
      open.add(action);
    }
  }

  private void apply(Edge edge) {
    Action first = edge.first();
    Action then = edge.then();
    if (first.dropped || then.dropped) {
      return;
    }
    for (int i = 0; i < edge.effects(); i++) {
      switch (edge.effect(i)) {
        case THEN_TOO -> {
          if (first.required && !first.migratable) {
            require(then, edge, first);
          }
        }
        case FIRST_TOO -> {
          if (then.required) {
            if (!movesLive(then)) {
              require(first, edge, then);
            }
            if (!goesAway(then, first)) {
              unmigratable(first, then);
            }
          }
        }
        case FIRST_NOT_LIVE -> {
          if (then.required && !goesAway(then, first)) {
            unmigratable(first, then);
          }
        }
        case PROMOTED_FIRST_TOO -> {
          Resource r = then.resource;
          if (then.required && r != null && r.role == Role.PROMOTED) {
            require(first, edge, then);
          }
        }
        case NEEDS_FIRST -> {
          if (!first.runnable) {
            forbid(then, edge, first);
          }
        }
        case NEEDS_FIRST_DONE -> {
          if (first.required && !first.runnable) {
            forbid(then, edge, first);
          }
        }
        case NEEDS_FIRST_ONCE -> {
          if (!first.runnable && !achieved(then)) {
            forbid(then, edge, first);
          }
        }
        case NEEDS_SOME -> needsSome(edge, then);
        case RESTART -> restart(edge, first, then);
        case UNORDERED, GIVES_WAY -> {}
      }
    }
  }

  /**
   * What stands on a group can migrate while all its members can; what stands on a clone, while no
   * instance of it restarts.
   */
  private void wholes(Action stop) {
    Resource r = stop.resource;
    if (r == null || !stop.required || !stop.operation.equals("stop") || !r.isPrimitive()) {
      return;
    }
    boolean restarts =
        r.actions("start").stream().anyMatch(start -> start.required && start.node == stop.node);
    for (Resource whole = r.parent; whole != null; whole = whole.parent) {
      if (whole.isGroup() ? !stop.migratable : restarts) {
        for (String name : List.of("stop", "stopped", "stopped-told")) {
          @Nullable Action milestone = whole.action(name, null);
          if (milestone != null && milestone.migratable) {
            milestone.migratable = false;
            enqueue(milestone);
          }
        }
      }
    }
  }

  /** An instance of a clone that only stops does not hinder what stood on it from moving live. */
  private static boolean goesAway(Action stop, Action before) {
    Resource r = stop.resource;
    Resource other = before.resource;
    return r != null
        && other != null
        && stop.operation.equals("stop")
        && r.cloneOf().isPresent()
        && !other.cloneOf().equals(r.cloneOf())
        && r.actions("start").stream().noneMatch(start -> start.required);
  }

  /** What stands on something that moves live does not notice. */
  private static boolean movesLive(Action stop) {
    return stop.migratable && stop.resource != null && stop.resource.isPrimitive();
  }

  private static boolean achieved(Action action) {
    Resource r = action.resource;
    return r != null
        && !action.required
        && switch (action.operation) {
          case "start" -> r.currentRole().isActive();
          case "stop" -> !r.currentRole().isActive();
          case "promote" -> r.currentRole() == Role.PROMOTED;
          default -> false;
        };
  }

  private void needsSome(Edge edge, Action then) {
    int possible = 0;
    for (Edge other : then.incoming) {
      if (other.has(Effect.NEEDS_SOME) && other.first().runnable) {
        possible++;
      }
    }
    if (possible < Math.max(1, then.requiredRunnable)) {
      forbid(then, edge, edge.first());
    }
  }

  private void restart(Edge edge, Action stop, Action start) {
    Resource r = start.resource;
    if (r == null) {
      return;
    }
    if (start.required) {
      require(stop, edge, start);
      unmigratable(stop, start);
      unmigratable(start, stop);
    } else if (!start.runnable && r.managed) {
      if (!stop.required) {
        Optional<Reason> obstacle = Optional.ofNullable(start.obstacle);
        stop.require(
            obstacle.orElseGet(() -> Reason.of("unrunnable", r + " may not run any longer")));
        enqueue(stop);
      }
      if (stop.migratable) {
        stop.migratable = false;
        enqueue(stop);
      }
    }
    if (stop.required) {
      require(start, edge, stop);
      if (!stop.runnable) {
        forbid(start, edge, stop);
      }
    }
  }

  private void require(Action action, Edge edge, Action because) {
    if (!action.required) {
      Reason reason =
          edge.definition().isEmpty() && because.reason != null
              ? because.reason
              : reason(edge, because.describe() + " is needed");
      action.require(reason);
      enqueue(action);
      if (action.resource != null && action.operation.equals("start")) {
        action.resource.actions("stop").forEach(this::enqueue);
      }
    }
  }

  private void forbid(Action action, Edge edge, Action because) {
    if (action.runnable) {
      Reason reason =
          edge.definition().isEmpty() && because.obstacle != null
              ? because.obstacle
              : reason(
                  edge,
                  because.describe()
                      + " is not possible"
                      + (because.obstacle == null ? "" : ": " + because.obstacle.text()));
      action.forbid(reason);
      enqueue(action);
    }
  }

  /** What has to follow a real stop or start cannot go on living while it moves. */
  private void unmigratable(Action action, Action because) {
    if (action.migratable && !because.migratable) {
      action.migratable = false;
      enqueue(action);
    }
  }

  private static Reason reason(Edge edge, String text) {
    if (edge.definition().isEmpty()) {
      return Reason.of("order", text);
    }
    return new Reason(
        "order",
        (edge.has(Effect.UNORDERED) ? "colocation " : "order ") + edge.definition() + ": " + text,
        Optional.of(edge.definition()),
        edge.position(),
        Optional.empty());
  }
}
