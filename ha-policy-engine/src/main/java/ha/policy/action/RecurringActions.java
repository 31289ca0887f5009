package ha.policy.action;

import ha.model.Role;
import ha.model.definition.OperationDefinition;
import ha.model.plan.Reason;
import ha.model.snapshot.ExitCode;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    if (!r.unique || r.blocked || !r.managed) {
      return;
    }
    for (OperationDefinition operation : OperationOptions.operations(r)) {
      Map<String, String> options = OperationOptions.options(s, r, operation);
      boolean whenStopped =
          OperationOptions.role(options).equals(Optional.of(Role.STOPPED))
              && !operation.interval().isZero()
              && OperationOptions.enabled(options);
      for (Node node : whenStopped ? s.nodes : List.<Node>of()) {
        boolean there = node == r.assigned && r.nextRole.map(Role::isActive).orElse(false);
        if (!there && node.online && !node.unclean && !node.shutdown) {
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
    if (node == null || !next.isActive() || r.blocked || !r.managed) {
      return;
    }
    for (OperationDefinition operation : OperationOptions.operations(r)) {
      if (operation.interval().isZero()) {
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
    if (!s.recurring.containsKey(key(r, operation, node))) {
      recurring.require(
          Reason.of("recurring", operation.name() + " of " + r + " is not running yet"));
    }
    for (Action start : r.actions("start")) {
      s.graph.order(start, recurring, Effect.THEN_TOO, Effect.NEEDS_FIRST);
    }
    for (Action promote : r.actions("promote")) {
      s.graph.order(promote, recurring, Effect.THEN_TOO, Effect.NEEDS_FIRST);
    }
    for (Action demote : r.actions("demote")) {
      s.graph.order(demote, recurring, Effect.THEN_TOO);
    }
  }

  private static String key(Resource r, OperationDefinition operation, Node node) {
    return r + "|" + operation.name() + "|" + operation.interval().toMillis() + "|" + node;
  }

  private void cancelUnwanted() {
    Set<String> wanted = new HashSet<>();
    for (Resource r : s.all) {
      for (Action action : r.actions) {
        if (!action.interval.isZero()) {
          wanted.add(
              r + "|" + action.operation + "|" + action.interval.toMillis() + "|" + action.node);
        }
      }
    }
    for (Map.Entry<String, Situation.ActiveRecurring> entry : s.recurring.entrySet()) {
      Situation.ActiveRecurring active = entry.getValue();
      Resource r = active.resource();
      boolean ours = r.managed && !r.maintenance && !r.orphan;
      boolean stays = active.node() == r.assigned;
      if (ours && stays && !wanted.contains(entry.getKey())) {
        cancel(r, active);
      }
    }
  }

  private void cancel(Resource r, Situation.ActiveRecurring active) {
    boolean defined = OperationOptions.find(r, active.operation(), active.interval()).isPresent();
    if (!defined && !s.options.stopOrphanOperations()) {
      return;
    }
    Action cancel =
        s.graph.make(Action.Kind.CANCEL, r, active.operation(), active.interval(), active.node());
    cancel.require(
        Reason.of(
            "recurring",
            active.operation()
                + " of "
                + r
                + (defined ? " is for another role" : " is not defined any longer")));
    after(r, cancel, "start");
    after(r, cancel, "stop");
    after(r, cancel, "promote");
    after(r, cancel, "demote");
  }

  private void after(Resource r, Action cancel, String operation) {
    @Nullable Action change = r.action(operation, cancel.node);
    if (change != null) {
      s.graph.order(cancel, change);
    }
  }
}
