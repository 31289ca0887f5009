package ha.daemon.controller;

import ha.model.ResourceId;
import ha.model.plan.Placement;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.List;
import java.util.TreeMap;

/**
 * The names that nodes know things by. A node runs one copy of an anonymous clone at most, whatever
 * number the engine gives it today; under one name its operations cannot overtake each other, and
 * an operation under way is found again when tomorrow's plan numbers the copies otherwise.
 */
final class NamesOnNodes {
  private final TreeMap<ResourceId, ResourceId> names = new TreeMap<>();

  private NamesOnNodes(Plan plan) {
    for (Placement placement : plan.placement()) {
      names.put(placement.resource(), placement.base());
    }
  }

  /** The same plan, whose actions call anonymous copies by the clone's name. */
  static Plan in(Plan plan) {
    NamesOnNodes names = new NamesOnNodes(plan);
    List<PlannedAction> actions = plan.actions().stream().map(names::renamed).toList();
    return new Plan(plan.placement(), plan.decisions(), actions, plan.orders(), plan.problems());
  }

  private ResourceId of(ResourceId instance) {
    return names.getOrDefault(instance, instance);
  }

  private PlannedAction renamed(PlannedAction action) {
    return switch (action) {
      case PlannedAction.Operation o ->
          new PlannedAction.Operation(
              o.base(),
              o.base(),
              o.agent(),
              o.operation(),
              o.node(),
              o.interval(),
              o.timeout(),
              o.expectedExitCode(),
              o.parameters(),
              o.environment(),
              o.migrationSource(),
              o.migrationTarget(),
              o.parametersDigest(),
              o.restartDigest(),
              o.timeoutsAllowed(),
              o.force(),
              o.reason());
      case PlannedAction.CancelRecurring c ->
          new PlannedAction.CancelRecurring(
              of(c.resource()), c.operation(), c.interval(), c.node(), c.reason());
      case PlannedAction.ForgetHistory f ->
          new PlannedAction.ForgetHistory(of(f.resource()), f.node(), f.reason());
      case PlannedAction.ClearFailures c ->
          new PlannedAction.ClearFailures(of(c.resource()), c.node(), c.reason());
      case PlannedAction.Fence f -> f;
      case PlannedAction.ReleaseNode r -> r;
      case PlannedAction.Milestone m -> m;
    };
  }
}
