package ha.policy.report;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.plan.Decision;
import ha.model.plan.Placement;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Pacemaker's simulation still shows after a transition although it is not there any more:
 * what ran in a guest that ended without coming back (no operation of its own is simulated), and
 * what stopped before a recurring operation of it was cancelled (the cancellation is taken for a
 * result). Plans are compared with what the simulation shows, so it is added for the comparison.
 */
final class SimulatedAfter {
  private final Plan plan;

  SimulatedAfter(Plan plan) {
    this.plan = plan;
  }

  List<Placement> ghosts() {
    List<Placement> ghosts = new ArrayList<>();
    for (Decision decision : plan.decisions()) {
      boolean stops = decision.kind() == Decision.Kind.STOP && !decision.blocked();
      for (NodeName node : decision.activeOn()) {
        boolean leaves = stops || !decision.to().map(node::equals).orElse(true);
        if (leaves) {
          if (endedWithGuest(node)) {
            ghosts.add(ghost(decision, node, roleBefore(decision.resource())));
          } else if (cancelledAfterStop(decision.resource(), node)) {
            ghosts.add(ghost(decision, node, Role.STARTED));
          }
        }
      }
    }
    return ghosts;
  }

  private static Placement ghost(Decision decision, NodeName node, Role role) {
    return new Placement(decision.resource(), decision.base(), Optional.of(node), role);
  }

  private boolean endedWithGuest(NodeName node) {
    return plan.actions().stream()
        .anyMatch(action ->
            action instanceof PlannedAction.Milestone end && end.guest().equals(Optional.of(node)));
  }

  /** What is demoted on the way was promoted. */
  private Role roleBefore(ResourceId resource) {
    boolean demoted =
        plan.actions().stream()
            .anyMatch(action ->
                action instanceof PlannedAction.Milestone m
                    && m.resource().equals(resource)
                    && m.operation().equals("demote"));
    return demoted ? Role.PROMOTED : Role.STARTED;
  }

  private boolean cancelledAfterStop(ResourceId resource, NodeName node) {
    boolean cancelled =
        plan.actions().stream()
            .anyMatch(action ->
                action instanceof PlannedAction.CancelRecurring c
                    && c.resource().equals(resource)
                    && c.node().equals(node));
    return cancelled && plan.actions().stream().anyMatch(action -> stops(action, resource, node));
  }

  private static boolean stops(PlannedAction action, ResourceId resource, NodeName node) {
    return action instanceof PlannedAction.Operation op
        && op.resource().equals(resource)
        && op.node().equals(node)
        && op.operation().equals("stop");
  }
}
