package ha.daemon.controller;

import ha.model.NodeName;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Last look before a start or promotion leaves the leader. The very same resource must not be
 * active, nor have an operation in flight, on another member: the plan's order says so already;
 * this does not trust it (safety rule S1). And a promotion that is under way elsewhere, and which
 * this plan knows nothing of, must have ended first: the plan after that will know who is promoted.
 */
final class ExclusiveGuard {
  private ExclusiveGuard() {}

  static boolean permits(
      PlannedAction.Operation action, Plan plan, SortedMap<NodeName, MemberState> members) {
    if (action.operation().equals("promote")) {
      return others(action, members).noneMatch(e -> promotesOutsideOf(plan, action, e));
    }
    if (!action.operation().equals("start") || isCopy(action, plan)) {
      return true;
    }
    return others(action, members).allMatch(e -> isClear(action, e.getValue()));
  }

  private static Stream<Map.Entry<NodeName, MemberState>> others(
      PlannedAction.Operation action, SortedMap<NodeName, MemberState> members) {
    return members.entrySet().stream().filter(e -> !e.getKey().equals(action.node()));
  }

  private static boolean promotesOutsideOf(
      Plan plan, PlannedAction.Operation action, Map.Entry<NodeName, MemberState> other) {
    boolean promotes =
        other.getValue().inFlight().stream()
            .anyMatch(
                f -> f.operation().equals("promote") && f.resource().equals(action.resource()));
    boolean planned =
        plan.actions().stream()
            .anyMatch(a ->
                a instanceof PlannedAction.Operation o
                    && o.operation().equals("promote")
                    && o.resource().equals(action.resource())
                    && o.node().equals(other.getKey()));
    return promotes && !planned;
  }

  /** Copies of an anonymous clone go by one name and may run on several nodes. */
  private static boolean isCopy(PlannedAction.Operation action, Plan plan) {
    return plan.placement().stream()
        .anyMatch(p -> p.base().equals(action.resource()) && !p.resource().equals(p.base()));
  }

  private static boolean isClear(PlannedAction.Operation action, MemberState other) {
    boolean active = other.history().active().contains(action.resource());
    boolean inFlight =
        other.inFlight().stream()
            .anyMatch(f ->
                f.resource().equals(action.resource())
                    && f.interval().isZero()
                    && !f.operation().equals("monitor"));
    return !active && !inFlight;
  }
}
