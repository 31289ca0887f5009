package ha.policy.action;

import ha.model.Role;
import ha.model.definition.OperationDefinition;
import ha.model.plan.Reason;
import ha.model.snapshot.ExitCode;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.history.Cleanup;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Phase: operations that recur while a resource is in its role. */
public final class RecurringActions {
  private final Situation s;

  private RecurringActions(Situation s) {
    this.s = s;
  }

  public static void create(Situation s) {
    RecurringActions recurring = new RecurringActions(s);
    for (Resource r : s.all) {
      if (r.isPrimitive() && !r.maintenance) {
        recurring.wanted(r);
        recurring.elsewhere(r);
      }
    }
    recurring.cancelUnwanted();
  }

  /** Monitors for the role "stopped" run wherever the resource shall not be. */
  private void elsewhere(Resource r) {
    if (!r.unique || r.blocked) {
      return;
    }
    for (OperationDefinition operation : OperationOptions.operations(r)) {
      if (operation.interval().isZero()) {
        continue;
      }
      Map<String, String> options = OperationOptions.options(s, r, operation);
      boolean whenStopped =
          whenStopped(options)
              && !OperationOptions.ambiguous(r, operation)
              && OperationOptions.enabled(options);
      for (Node node : whenStopped ? s.nodes : List.<Node>of()) {
        boolean there = node == r.assigned && r.nextRole.map(Role::isActive).orElse(false);
        if (!there && node.online && !node.unclean && !node.pending) {
          whenStopped(r, node, operation);
        }
      }
    }
  }

  private void whenStopped(Resource r, Node node, OperationDefinition operation) {
    Action recurring = s.graph.operation(r, operation.name(), operation.interval(), node);
    recurring.expectedExitCode = ExitCode.NOT_RUNNING;
    if (!s.recurring.containsKey(key(r, operation, node))) {
      recurring.require(
          Reason.of("recurring", operation.name() + " of stopped " + r + " is not running yet"));
    }
    for (Action stop : r.actions("stop")) {
      if (stop.node == node) {
        s.graph.order(stop, recurring, Effect.THEN_TOO, Effect.NEEDS_FIRST);
      }
    }
    for (Action probe : r.actions("monitor")) {
      s.graph.order(probe, recurring);
    }
  }

  private void wanted(Resource r) {
    Node node = r.assigned;
    Role next = r.nextRole.orElse(Role.STOPPED);
    boolean lost = node != null && node.unclean && !node.remote();
    if (node == null || lost || !next.isActive() || r.blocked) {
      return;
    }
    for (OperationDefinition operation : OperationOptions.operations(r)) {
      if (operation.interval().isZero() || OperationOptions.ambiguous(r, operation)) {
        continue;
      }
      Map<String, String> options = OperationOptions.options(s, r, operation);
      if (OperationOptions.enabled(options) && fits(options, next)) {
        create(r, node, next, operation);
      }
    }
  }

  /** A monitor without role is for every role but promoted. */
  private static boolean fits(Map<String, String> options, Role next) {
    Optional<Role> role = OperationOptions.role(options);
    if (role.isEmpty()) {
      return next != Role.PROMOTED;
    }
    return role.get() == next;
  }

  private void create(Resource r, Node node, Role next, OperationDefinition operation) {
    Action recurring = s.graph.operation(r, operation.name(), operation.interval(), node);
    recurring.expectedExitCode = next == Role.PROMOTED ? ExitCode.RUNNING_PROMOTED : ExitCode.OK;
    Runnability.check(s, recurring);
    String key = key(r, operation, node);
    if (!s.recurring.containsKey(key) || s.redefinitions.repeats(key)) {
      recurring.require(
          Reason.of("recurring", operation.name() + " of " + r + " is not running yet"));
    }
    if (!r.managed) {
      return;
    }
    for (Action start : r.actions("start")) {
      s.graph.order(start, recurring, Effect.THEN_TOO, Effect.NEEDS_FIRST);
    }
    for (Action promote : r.actions("promote")) {
      s.graph.order(promote, recurring, Effect.NEEDS_FIRST);
    }
    for (Action demote : next == Role.PROMOTED ? List.<Action>of() : r.actions("demote")) {
      s.graph.order(demote, recurring);
    }
  }

  private static String key(Resource r, OperationDefinition operation, Node node) {
    return r + "|" + operation.name() + "|" + operation.interval().toMillis() + "|" + node;
  }

  private void cancelUnwanted() {
    for (Situation.ActiveRecurring active : s.recurring.values()) {
      Resource r = active.resource();
      Optional<OperationDefinition> definition =
          OperationOptions.find(r, active.operation(), active.interval());
      String name = active.operation() + " of " + r;
      boolean there = r.active.contains(active.node()) && !r.orphan;
      if (there && (r.maintenance || active.node().maintenance)) {
        if (looksAt(active.node())) {
          cancel(active, name + " rests during maintenance", "stop");
        }
      } else if (definition.isEmpty() || !enabled(r, definition.get())) {
        if (there
            && (r.assigned != null || intoBundle(r))
            && active.node().available()
            && s.options.stopOrphanOperations()) {
          cancel(active, name + " is not defined any longer", "stop");
          Cleanup.changed(s, r, active.node());
        }
      } else if (forAnotherRole(r, active.node(), definition.get())) {
        cancel(active, name + " is for another role", "start", "promote", "demote");
      }
    }
  }

  /** What runs on a node that is to be emptied or fenced ends in another way. */
  private static boolean looksAt(Node node) {
    return node.available() || (node.maintenance && !node.unclean);
  }

  /** A connection into a bundle's container belongs to a node even where it is not to run. */
  private boolean intoBundle(Resource r) {
    return s.connections.isConnection(r) && r.parent != null && r.parent.isBundle();
  }

  private boolean enabled(Resource r, OperationDefinition operation) {
    return OperationOptions.enabled(OperationOptions.options(s, r, operation));
  }

  private boolean forAnotherRole(Resource r, Node node, OperationDefinition operation) {
    Role next = r.nextRole.orElse(Role.STOPPED);
    Map<String, String> options = OperationOptions.options(s, r, operation);
    return node == r.assigned
        && next.isActive()
        && !OperationOptions.ambiguous(r, operation)
        && !fits(options, next)
        && !(beginsAnew(r, node, next) && !whenStopped(options));
  }

  /** What restarts and keeps its role loses its monitors without anybody's help. */
  private static boolean beginsAnew(Resource r, Node node, Role next) {
    @Nullable Action start = r.action("start", node);
    return r.managed && start != null && start.required && r.role.compareTo(next) <= 0;
  }

  private static boolean whenStopped(Map<String, String> options) {
    return OperationOptions.role(options).equals(Optional.of(Role.STOPPED));
  }

  /** Cancels; before changes of role, but after a stop, which ends it anyway. */
  private void cancel(Situation.ActiveRecurring active, String why, String... changes) {
    Resource r = active.resource();
    Action cancel =
        s.graph.make(Action.Kind.CANCEL, r, active.operation(), active.interval(), active.node());
    cancel.require(Reason.of("recurring", why));
    for (String operation : changes) {
      Action change = r.action(operation, cancel.node);
      if (change != null && operation.equals("stop")) {
        s.graph.order(change, cancel);
      } else if (change != null) {
        s.graph.order(cancel, change);
      }
    }
  }
}
