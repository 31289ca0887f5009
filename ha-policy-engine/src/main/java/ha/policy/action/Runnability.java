package ha.policy.action;

import ha.model.Role;
import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.situation.ClusterOptions.QuorumPolicy;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.Optional;

/** Whether an operation can be run at all, by the state of its node and by quorum. */
public final class Runnability {
  private Runnability() {}

  public static void check(Situation s, Action action) {
    obstacle(s, action).ifPresent(action::forbid);
  }

  private static Optional<Reason> obstacle(Situation s, Action action) {
    Resource r = action.resource;
    Node node = action.node;
    if (r == null) {
      return Optional.empty();
    }
    if (node == null) {
      return Optional.of(
          r.nextRoleReason.orElseGet(() -> Reason.of("no-node", "no node may run " + r)));
    }
    boolean wakes = node.kind == Node.Kind.GUEST && !s.connections.isDoubtful(node);
    if (!node.online && !wakes) {
      if (action.operation.equals("stop") && r.managed && !node.unclean && s.options.fencing()) {
        s.mustFence(node, r + " cannot be stopped there");
      }
      return Optional.of(
          Reason.of("offline", "node " + node + " is not a member (" + node.standingWord() + ")"));
    }
    if (node.pending) {
      return Optional.of(Reason.of("joining", "node " + node + " is still joining"));
    }
    if (node.kind == Node.Kind.GUEST && !s.canFence(node)) {
      return Optional.of(Reason.of("fencing", "the host of " + node + " cannot be fenced"));
    }
    boolean begins = action.operation.equals("start") || action.operation.equals("promote");
    if (!begins) {
      return Optional.empty();
    }
    action.needsFencing =
        r.requires == Resource.Requires.FENCING || r.requires == Resource.Requires.UNFENCING;
    return r.requires == Resource.Requires.NOTHING ? Optional.empty() : quorum(s, r);
  }

  /** Lowers the role to come where the quorum policy says so. */
  static void demoteWithoutQuorum(Situation s, Resource r) {
    policy(s, r);
  }

  private static Optional<Reason> quorum(Situation s, Resource r) {
    return switch (policy(s, r)) {
      case IGNORE -> Optional.empty();
      case FREEZE -> {
        boolean more =
            !r.isActive() || r.nextRole.map(next -> next.compareTo(r.role) > 0).orElse(false);
        yield more
            ? Optional.of(Reason.of("quorum", "no quorum: nothing is started (freeze)"))
            : Optional.empty();
      }
      case STOP, DEMOTE, FENCE ->
          Optional.of(Reason.of("quorum", "no quorum: nothing may run in this partition"));
    };
  }

  private static QuorumPolicy policy(Situation s, Resource r) {
    if (s.quorate) {
      return QuorumPolicy.IGNORE;
    }
    QuorumPolicy policy = s.options.quorumPolicy();
    if (policy == QuorumPolicy.DEMOTE) {
      boolean promotable = r.role == Role.PROMOTED || r.role == Role.UNPROMOTED;
      if (promotable && r.nextRole.equals(Optional.of(Role.PROMOTED))) {
        r.setNextRole(
            Role.UNPROMOTED, Reason.of("quorum", "no quorum: promoted instances are demoted"));
      }
      return promotable ? QuorumPolicy.IGNORE : QuorumPolicy.STOP;
    }
    return policy;
  }
}
