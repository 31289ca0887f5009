package ha.policy.remote;

import ha.model.Role;
import ha.model.snapshot.Standing;
import ha.policy.action.Starts;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Phase: what is done on a remote node or guest is done while its connection is up. Where that
 * cannot be, the node has to be fenced.
 */
public final class RemoteOrders {
  private final Situation s;

  private RemoteOrders(Situation s) {
    this.s = s;
  }

  /** What a connection is good for during this plan. */
  private enum Link {
    /** Up, and it stays or is stopped in order. */
    ALIVE,
    /** Its host is gone or it moves: it is up again later. */
    RESTING,
    /** It is down and comes up, or nothing is known of it. */
    UNKNOWN,
    /** It is down in order, and stays down. */
    STOPPED,
    /** It cannot be had back. */
    FAILED
  }

  public static void apply(Situation s) {
    RemoteOrders orders = new RemoteOrders(s);
    orders.lost();
    s.all.stream().filter(s.connections::isConnection).forEach(orders::clearedFirst);
    for (Action action : List.copyOf(s.graph.actions())) {
      Node node = action.node;
      Resource r = action.resource;
      boolean concerned =
          r != null
              && node != null
              && node.remote()
              && (action.kind == Action.Kind.OPERATION || action.kind == Action.Kind.CLEAR_FAILURES)
              && !action.pseudo;
      if (concerned && r != null && node != null) {
        orders.across(action, r, node);
      }
    }
  }

  /** A connection begins anew without the failures that are forgotten, wherever these were. */
  private void clearedFirst(Resource connection) {
    for (Action clear : List.copyOf(connection.actions())) {
      if (clear.kind == Action.Kind.CLEAR_FAILURES) {
        connection.actions("start").forEach(start -> s.graph.order(clear, start));
      }
    }
  }

  /** Where nothing can be looked for, nothing is known. */
  private void lost() {
    for (Node node : s.nodes) {
      boolean unknown = node.kind == Node.Kind.REMOTE && !node.online && s.options.probes();
      Optional<Resource> connection = s.connections.of(node);
      if (unknown && connection.isPresent() && link(node, connection.get()) == Link.FAILED) {
        s.mustFence(node, "its connection is lost");
      }
    }
  }

  private void across(Action action, Resource r, Node node) {
    Optional<Resource> connection = s.connections.of(node);
    if (connection.isEmpty()) {
      return;
    }
    if (action.operation.equals("start") && action.interval.isZero() && action.runnable) {
      leaveLate(r, node, connection.get());
    }
    Optional<Resource> container = s.connections.containerOf(node);
    if (container.isPresent()) {
      inGuest(action, node, connection.get(), container.get());
    } else {
      onRemote(action, node, connection.get());
    }
  }

  /** What moves to the node stays where it is until the connection is up, if it comes up. */
  private void leaveLate(Resource r, Node node, Resource connection) {
    for (Action stop : r.actions("stop")) {
      if (stop.node != node) {
        s.graph.order(Starts.of(s, connection), stop);
      }
    }
  }

  private void inGuest(Action action, Node guest, Resource connection, Resource container) {
    if (container.failed) {
      s.mustFence(guest, container + " failed");
    }
    switch (action.operation) {
      case "start", "promote" -> {
        afterStart(container, action, Effect.THEN_TOO);
        afterStart(connection, action);
      }
      case "stop", "demote" -> {
        if (!container.failed) {
          beforeStop(action, connection);
        }
      }
      default -> other(action, connection);
    }
  }

  private void other(Action action, Resource connection) {
    if (action.interval.isZero()) {
      afterStart(connection, action);
    } else {
      afterStart(connection, action, Effect.THEN_TOO);
    }
  }

  private void onRemote(Action action, Node node, Resource connection) {
    Link link = link(node, connection);
    switch (action.operation) {
      case "start", "promote" -> {
        if (link == Link.FAILED) {
          afterStart(connection, action, Effect.THEN_TOO);
        } else {
          afterStart(connection, action);
        }
      }
      case "stop" -> stop(action, node, connection, link);
      case "demote" -> {
        if (link == Link.RESTING || link == Link.UNKNOWN) {
          afterStart(connection, action);
        }
      }
      default -> {
        boolean probe = action.operation.equals("monitor") && action.interval.isZero();
        if (probe && link == Link.FAILED) {
          s.mustFence(node, "what runs there is not known, and its connection is lost");
        }
        if (action.interval.isZero() && link == Link.STOPPED && connection.current() != null) {
          beforeStop(action, connection, Effect.NEEDS_FIRST);
        } else {
          other(action, connection);
        }
      }
    }
  }

  private void stop(Action stop, Node node, Resource connection, Link link) {
    boolean goesDown = connection.nextRole.equals(Optional.of(Role.STOPPED));
    if (link == Link.FAILED) {
      s.mustFence(node, "resources are active there, and its connection is lost");
    } else if (link == Link.ALIVE || goesDown) {
      beforeStop(stop, connection);
    } else {
      afterStart(connection, stop);
    }
  }

  private Link link(Node node, Resource connection) {
    @Nullable Node host = connection.current();
    boolean goesDown =
        connection.assigned == null || connection.nextRole.equals(Optional.of(Role.STOPPED));
    if (goesDown) {
      if (host != null && host.unclean) {
        return Link.FAILED;
      }
      if (!connection.failed) {
        return Link.STOPPED;
      }
      boolean triedAgainLater =
          connection.nextRole.equals(Optional.of(Role.STOPPED))
              && RemoteFailures.reconnects(s, connection)
              && node.standing == Standing.FENCED;
      return triedAgainLater ? Link.UNKNOWN : Link.FAILED;
    }
    if (host == null) {
      return Link.UNKNOWN;
    }
    boolean moving = connection.active.size() > 1 && connection.partialTarget != null;
    return host.unclean || !host.online || moving ? Link.RESTING : Link.ALIVE;
  }

  private void afterStart(Resource connection, Action action, Effect... more) {
    Action start = Starts.of(s, connection);
    Effect[] effects = new Effect[more.length + 1];
    effects[0] = Effect.NEEDS_FIRST;
    System.arraycopy(more, 0, effects, 1, more.length);
    s.graph.order(start, action, connection.id.value(), connection.position(), effects);
  }

  private void beforeStop(Action action, Resource connection, Effect... effects) {
    for (Action stop : connection.actions("stop")) {
      s.graph.order(action, stop, connection.id.value(), connection.position(), effects);
    }
  }
}
