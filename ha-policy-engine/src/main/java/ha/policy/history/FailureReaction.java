package ha.policy.history;

import ha.model.Role;
import ha.model.plan.Problem;
import ha.model.plan.Reason;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.Standing;
import ha.policy.action.OnFail;
import ha.policy.remote.RemoteFailures;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.Optional;

/** What follows from the failures of a resource on a node. */
final class FailureReaction {
  private FailureReaction() {}

  /** The resource is active there. */
  static void whenActive(Situation s, Resource r, Node node, OperationReader reader) {
    if (node.unclean) {
      return; // fencing the node settles it
    }
    OnFail onFail = reader.onFail();
    switch (onFail) {
      case IGNORE -> {
        return;
      }
      case STAY -> {
        stay(s, r, node, reader);
        return;
      }
      case DEMOTE -> {
        r.failed = true;
        r.demoteNeeded = true;
        return;
      }
      case BLOCK -> block(s, r, node, reader);
      case STOP ->
          r.setNextRole(Role.STOPPED, Reason.of("on-fail", what(r, node, reader) + ": stop"));
      case RESTART, RESET_REMOTE, RESTART_CONTAINER, MIGRATE, STANDBY, FENCE -> {}
    }
    common(s, r, node, reader);
    r.failed = true;
    if (onFail != OnFail.BLOCK) {
      r.stopNeeded = true;
    }
  }

  /** The resource is not active there, but may have failed. */
  static void whenStopped(Situation s, Resource r, Node node, OperationReader reader) {
    if (!node.unclean) {
      common(s, r, node, reader);
    }
  }

  private static void common(Situation s, Resource r, Node node, OperationReader reader) {
    String what = what(r, node, reader);
    switch (reader.onFail()) {
      case FENCE -> {
        if (node.online) {
          s.mustFence(node, what);
        }
      }
      case STANDBY -> {
        node.standby = true;
        node.standbyOnFail = true;
        s.problem(
            Problem.Severity.WARNING,
            r,
            node,
            what + "; the node is put on standby",
            "its resources move away",
            "hactl cleanup " + r.base() + " --node " + node);
      }
      case MIGRATE ->
          r.scores.add(node.index, -Scores.INFINITY, Reason.of("on-fail", what + ": move away"));
      case RESTART_CONTAINER ->
          s.connections
              .containerOf(r)
              .ifPresent(container -> s.connections.restart(container, r, node, what));
      case RESET_REMOTE -> resetRemote(s, r, what);
      case IGNORE, STAY, DEMOTE, RESTART, BLOCK, STOP -> {}
    }
  }

  /** A remote node whose connection was lost may be anything until it was fenced. */
  private static void resetRemote(Situation s, Resource r, String what) {
    r.failed = true;
    r.stopNeeded = true;
    if (s.options.fencing()) {
      s.connections
          .nodeOf(r)
          .filter(remote -> remote.standing != Standing.FENCED)
          .ifPresent(remote -> s.mustFence(remote, what));
    }
    if (RemoteFailures.reconnects(s, r)) {
      r.setNextRole(Role.STOPPED, Reason.of("reconnect", what + ": it is tried again later"));
    }
  }

  /**
   * It goes on where it is, and so does what it stands on, until its failure is forgotten; not
   * where it must end anyway.
   */
  private static void stay(Situation s, Resource r, Node node, OperationReader reader) {
    if (node.shutdown || !s.quorate || r.targetRole.equals(Optional.of(Role.STOPPED))) {
      return;
    }
    String why = what(r, node, reader) + "; " + r + " goes on there";
    Staying.hold(r, node, why);
    s.problem(
        Problem.Severity.WARNING,
        r,
        node,
        why,
        "it stays, with what it needs, until that failure is forgotten",
        "mend the cause, then: hactl cleanup " + r.base());
  }

  private static void block(Situation s, Resource r, Node node, OperationReader reader) {
    r.managed = false;
    r.blocked = true;
    r.blockReason = what(r, node, reader);
    s.problem(
        Problem.Severity.ERROR,
        r,
        node,
        r.blockReason + "; " + r + " is blocked",
        "",
        "make sure of its state by hand, then: hactl cleanup " + r.base());
  }

  private static String what(Resource r, Node node, OperationReader reader) {
    if (reader.failure().isEmpty()) {
      return r + " failed on " + node;
    }
    OperationRecord op = reader.failure().get();
    String cause =
        op.exitReason().isEmpty()
            ? switch (op.status()) {
              case TIMED_OUT -> "timed out";
              case UNKNOWN -> "has an unknown outcome";
              case DONE, ERROR, ERROR_HARD, ERROR_FATAL -> "failed with exit code " + op.exitCode();
              case PENDING, CANCELLED, NOT_SUPPORTED, NOT_INSTALLED, NOT_CONNECTED, INVALID ->
                  "failed";
            }
            : "failed ('" + op.exitReason() + "')";
    return op.operation() + " of " + r + " on " + node + " " + cause;
  }
}
