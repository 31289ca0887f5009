package ha.policy.report;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.plan.Decision;
import ha.model.plan.Placement;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.HashSet;
import java.util.Set;

/** Which instances are promoted or demoted for good, not only on the way. */
final class RoleChanges {
  private final Set<ResourceId> promoted = new HashSet<>();
  private final Set<Demotion> demotions = new HashSet<>();
  private final Set<ResourceId> demotedSomewhere = new HashSet<>();

  private record Demotion(ResourceId resource, NodeName node) {}

  RoleChanges(Plan plan) {
    for (Placement p : plan.placement()) {
      if (p.role() == Role.PROMOTED) {
        promoted.add(p.resource());
      }
    }
    for (PlannedAction action : plan.actions()) {
      if (action instanceof PlannedAction.Operation op && op.operation().equals("demote")) {
        demotions.add(new Demotion(op.resource(), op.node()));
      } else if (action instanceof PlannedAction.Milestone m && m.operation().equals("demote")) {
        demotedSomewhere.add(m.resource());
      }
    }
  }

  boolean of(Decision decision) {
    return promoted.contains(decision.resource()) != demotes(decision);
  }

  private boolean demotes(Decision decision) {
    return demotedSomewhere.contains(decision.resource())
        || decision.activeOn().stream()
            .anyMatch(node ->
                demotions.contains(new Demotion(decision.resource(), node))
                    || demotions.contains(new Demotion(decision.base(), node)));
  }
}
