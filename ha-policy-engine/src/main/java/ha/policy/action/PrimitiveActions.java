package ha.policy.action;

import ha.model.Role;
import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import org.jspecify.annotations.Nullable;

/** Phase: what has to be done to bring each primitive from where it is to where it will be. */
public final class PrimitiveActions {
  private final Situation s;
  private final Resource r;
  private final @Nullable Node chosen;
  private boolean needStop;
  private boolean needPromote;

  /** Active more than once, it goes on where it was expected and stops only elsewhere. */
  private boolean expected;

  private Reason why = Reason.of("none", "");

  private PrimitiveActions(Situation s, Resource r) {
    this.s = s;
    this.r = r;
    this.chosen = r.assigned;
  }

  public static void create(Situation s, Resource r) {
    if (r.isPrimitive()) {
      new PrimitiveActions(s, r).create();
    } else {
      r.children.forEach(child -> create(s, child));
    }
  }

  private void create() {
    if (r.nextRole.isEmpty()) {
      Role next = chosen == null ? Role.STOPPED : r.inPromotable() ? Role.UNPROMOTED : Role.STARTED;
      r.setNextRole(
          next,
          Reason.of(
              "placement", chosen == null ? r + " has no node" : r + " belongs on " + chosen));
    }
    if (r.nextRole.get() == Role.PROMOTED && r.requires != Resource.Requires.NOTHING) {
      Runnability.demoteWithoutQuorum(s, r);
    }
    for (Node node : r.dangling) {
      stop(node, true, Reason.of("migration", r + " was migrated away from " + node));
    }
    for (Node node : s.connections.failedOn(r)) {
      if (!r.active.contains(node)) {
        stop(node, true, Reason.of("container", "what lives in " + r + " failed on " + node));
      }
    }
    judge();
    if (r.partialTarget != null && !continuesMigration()) {
      r.partialSource = null;
      r.partialTarget = null;
      r.liveMigration = false; // half of it may be anywhere
    }
    bounce();
    change();
    internalOrders();
  }

  private boolean continuesMigration() {
    return r.active.size() <= (r.partialSent ? 2 : 1)
        && r.partialTarget == chosen
        && r.partialSource == r.current()
        && r.liveMigration
        && !r.failed;
  }

  private Role next() {
    return r.nextRole.orElse(Role.STOPPED);
  }

  private void judge() {
    Node current = r.current();
    boolean migrating = r.partialTarget != null && continuesMigration();
    if (r.managed) {
      s.redefinitions.restartReason(r).ifPresent(this::need);
    }
    s.connections.restartReason(r).ifPresent(text -> need(Reason.of("container", text)));
    if (r.partialSent && !migrating) {
      need(Reason.of("migration", "the migration of " + r + " cannot be continued"));
    }
    if (r.countsAsActive().size() > 1 && !migrating) {
      expected =
          r.multipleActive == Resource.MultipleActive.STOP_UNEXPECTED && r.active.contains(chosen);
      need(Reason.of("multiple-active", r + " is active on " + r.active));
    }
    if (current != null && chosen != null && next().isActive() && !r.active.contains(chosen)) {
      need(Reason.of("move", chosen + " is better for " + r + " than " + current));
    } else if (migrating && chosen != current) {
      need(Reason.of("move", "the migration of " + r + " to " + chosen + " is continued"));
    } else if (r.failed) {
      if (r.stopNeeded) {
        need(Reason.of("failed", r + " failed" + (current == null ? "" : " on " + current)));
      }
      needPromote = next() == Role.PROMOTED;
    } else if (r.blocked) {
      need(Reason.of("blocked", r + " is blocked"));
    }
  }

  private void need(Reason reason) {
    if (!needStop) {
      needStop = true;
      why = reason;
    }
  }

  /** Down and up again to where it is: not required, unless something says so. */
  private void bounce() {
    if (!r.role.isActive()) {
      return;
    }
    if (r.role == Role.PROMOTED) {
      demote(needStop || needPromote || r.demoteNeeded);
    }
    for (Node node : r.active) {
      if (!expected || node != chosen) {
        stop(node, needStop, why);
      }
    }
    if (!next().isActive() || r.blocked) {
      return;
    }
    Action start = start(needStop && next().isActive());
    start.pseudo = expected;
    if (r.pendingStart != null && r.pendingStart == chosen && start.runnable && r.managed) {
      start.always = true;
      start.reason = Reason.of("pending", "the start of " + r + " on " + chosen + " is under way");
    }
    if (r.role == Role.PROMOTED && next() == Role.PROMOTED) {
      promote(needStop || needPromote || r.demoteNeeded);
    }
  }

  private void change() {
    Role from = r.role;
    Role to = next();
    if (from == to) {
      return;
    }
    Reason reason = r.nextRoleReason.orElseGet(() -> Reason.of("placement", r + " becomes " + to));
    switch (to) {
      case STOPPED -> {
        if (from == Role.PROMOTED) {
          demote(true);
        }
        for (Node node : r.active) {
          stop(node, true, reason);
        }
      }
      case STARTED -> {
        if (from.isActive()) {
          leaveRole(from, reason);
        }
        start(true);
      }
      case UNPROMOTED -> {
        if (!from.isActive()) {
          start(true);
        } else if (from == Role.PROMOTED) {
          demote(true);
        }
      }
      case PROMOTED -> {
        if (!from.isActive()) {
          start(true);
        }
        promote(true);
      }
    }
  }

  /** What has no such roles, and yet is in one of them, begins anew. */
  private void leaveRole(Role from, Reason reason) {
    if (from == Role.PROMOTED) {
      demote(true);
    }
    for (Node node : r.active) {
      stop(node, true, reason);
    }
  }

  private Action stop(Node node, boolean required, Reason reason) {
    Action stop = s.graph.operation(r, "stop", node);
    Runnability.check(s, stop);
    if (required) {
      stop.require(reason);
    }
    if (!r.managed) {
      stop.forbid(
          r.blocked
              ? Reason.of("blocked", r + " is blocked: " + r.blockReason)
              : Reason.of("unmanaged", r + " is unmanaged"));
    }
    return stop;
  }

  private Action start(boolean required) {
    Action start = s.graph.operation(r, "start", chosen);
    Runnability.check(s, start);
    if (required) {
      start.require(
          r.active.isEmpty() ? Reason.of("placement", chosen + " is the best node for " + r) : why);
    }
    if (!r.managed) {
      leave(start, r.role.isActive());
    }
    return start;
  }

  /** Nothing is done to what is unmanaged; but whoever waits for a state that it has, has it. */
  private void leave(Action action, boolean achieved) {
    if (achieved && chosen != null && chosen.online && !chosen.unclean) {
      action.dropped = true;
    } else {
      action.forbid(Reason.of("unmanaged", r + " is unmanaged"));
    }
  }

  private void promote(boolean required) {
    Action promote = s.graph.operation(r, "promote", chosen);
    Runnability.check(s, promote);
    if (!r.managed) {
      leave(promote, r.role == Role.PROMOTED);
    }
    if (required) {
      promote.require(
          r.nextRoleReason.orElseGet(() -> Reason.of("promotion", r + " is to be promoted")));
    }
  }

  private void demote(boolean required) {
    for (Node node : r.active) {
      Action demote = s.graph.operation(r, "demote", node);
      Runnability.check(s, demote);
      if (!r.managed) {
        demote.forbid(Reason.of("unmanaged", r + " is unmanaged"));
      }
      if (required) {
        demote.require(
            needStop
                ? why
                : r.nextRoleReason.orElseGet(() -> Reason.of("demote", r + " is demoted")));
      }
    }
  }

  private void internalOrders() {
    for (Action stop : r.actions("stop")) {
      boolean leftover = stop.node != null && !r.active.contains(stop.node);
      for (Action start : r.actions("start")) {
        if (leftover) {
          s.graph.order(stop, start);
        } else {
          s.graph.order(stop, start, Effect.THEN_TOO, Effect.RESTART);
        }
      }
      for (Action demote : r.actions("demote")) {
        s.graph.order(demote, stop, Effect.PROMOTED_FIRST_TOO);
      }
    }
    for (Action promote : r.actions("promote")) {
      for (Action start : r.actions("start")) {
        s.graph.order(start, promote, Effect.THEN_TOO, Effect.NEEDS_FIRST);
      }
      for (Action demote : r.actions("demote")) {
        s.graph.order(demote, promote, Effect.THEN_TOO);
      }
    }
  }
}
