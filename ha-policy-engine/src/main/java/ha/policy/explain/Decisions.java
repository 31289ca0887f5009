package ha.policy.explain;

import ha.model.NodeName;
import ha.model.Role;
import ha.model.plan.Decision;
import ha.model.plan.Decision.Kind;
import ha.model.plan.Reason;
import ha.policy.digest.Reloads;
import ha.policy.graph.Action;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of each instance, in one word, with the reasons. */
final class Decisions {
  private final Verdicts verdicts;
  private final Resource r;
  private final Role from;
  private final Role to;
  private final @Nullable Node current;
  private final @Nullable Node next;
  private final @Nullable Action start;
  private final @Nullable Action stop;
  private final @Nullable Action promote;
  private final @Nullable Action demote;

  private Decisions(Resource r, Verdicts verdicts) {
    this.verdicts = verdicts;
    this.r = r;
    this.from = r.role;
    this.to = r.nextRole.orElse(Role.STOPPED);
    this.current = r.current();
    this.next = r.assigned;
    this.start = r.action("start", next);
    this.stop = r.action("stop", current);
    this.promote = r.action("promote", next);
    this.demote = r.action("demote", current);
  }

  /** The verdict on one primitive. */
  private record Verdict(Kind kind, boolean blocked, @Nullable Action because) {}

  static Decision of(Resource r, Verdicts verdicts) {
    return new Decisions(r, verdicts).decide();
  }

  private Decision decide() {
    Verdict verdict = verdict();
    List<Reason> reasons = new ArrayList<>();
    Action because = verdict.because();
    if (because != null) {
      if (!because.runnable) {
        add(reasons, because.obstacle);
      }
      add(reasons, because.reason);
    }
    add(reasons, r.nextRoleReason.orElse(null));
    boolean goes = verdict.kind() == Kind.STOP || verdict.kind() == Kind.REMAIN_STOPPED;
    return new Decision(
        r.id,
        r.base(),
        verdict.kind(),
        Optional.ofNullable(current).map(n -> n.name),
        goes ? Optional.empty() : Optional.ofNullable(next).map(n -> n.name),
        names(r.active),
        verdict.blocked(),
        reasons,
        verdicts.of(r));
  }

  /** Adds a reason, unless the same was given in the same words. */
  private static void add(List<Reason> reasons, @Nullable Reason reason) {
    if (reason == null) {
      return;
    }
    for (Reason given : reasons) {
      if (given.text().equals(reason.text())) {
        return;
      }
    }
    reasons.add(reason);
  }

  private static List<NodeName> names(List<Node> nodes) {
    List<NodeName> names = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      names.add(node.name);
    }
    return names;
  }

  private Verdict verdict() {
    if (!r.managed) {
      return new Verdict(from.isActive() ? Kind.STAY : Kind.REMAIN_STOPPED, r.blocked, null);
    }
    if (!from.isActive() && !to.isActive()) {
      return new Verdict(Kind.REMAIN_STOPPED, false, start);
    }
    if (!from.isActive()) {
      boolean blocked = start == null || !start.planned();
      return to == Role.PROMOTED && promote != null
          ? new Verdict(Kind.PROMOTE, blocked || !promote.planned(), blocked ? start : promote)
          : new Verdict(Kind.START, blocked, start);
    }
    if (!to.isActive() || next == null) {
      boolean blocked = stop != null && !stop.planned();
      return new Verdict(Kind.STOP, blocked, stop);
    }
    Action migrate = r.action("migrate_from", next);
    if (migrate != null && migrate.planned()) {
      return new Verdict(Kind.MIGRATE, false, migrate);
    }
    boolean moving = current != next;
    if (start != null && start.required && !start.runnable) {
      return new Verdict(Kind.STOP, stop != null && !stop.planned(), stopBecause());
    }
    if (start != null && start.required) {
      Kind kind = r.failed && r.stopNeeded ? Kind.RECOVER : moving ? Kind.MOVE : Kind.RESTART;
      return new Verdict(kind, !start.planned(), start);
    }
    return inPlace();
  }

  private @Nullable Action stopBecause() {
    return start != null && !start.runnable ? start : stop;
  }

  private Verdict inPlace() {
    Action reload = r.action(Reloads.RELOAD, current);
    if (reload != null && reload.planned() && from == to) {
      return new Verdict(Kind.RELOAD, false, reload);
    }
    boolean down = demote != null && demote.required;
    if (from == Role.PROMOTED && to == Role.PROMOTED) {
      return promote != null && promote.required && down
          ? new Verdict(Kind.RE_PROMOTE, !promote.planned(), promote)
          : new Verdict(Kind.STAY, false, null);
    }
    if (from == Role.PROMOTED) {
      return new Verdict(Kind.DEMOTE, demote == null || !demote.planned(), demote);
    }
    if (to == Role.PROMOTED) {
      return new Verdict(Kind.PROMOTE, promote == null || !promote.planned(), promote);
    }
    return new Verdict(Kind.STAY, false, null);
  }
}
