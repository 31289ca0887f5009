package ha.daemon.controller;

import ha.model.NodeName;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.SortedMap;

/**
 * Last look before a start leaves the leader: the very same resource must not be active, nor have
 * an operation in flight, on another member. The plan's order says so already; this does not trust
 * it (safety rule S1).
 */
final class ExclusiveGuard {
  private ExclusiveGuard() {}

  static boolean permits(
      PlannedAction.Operation action, Plan plan, SortedMap<NodeName, MemberState> members) {
    if (!action.operation().equals("start") || isCopy(action, plan)) {
      return true;
    }
    return members.entrySet().stream()
        .filter(e -> !e.getKey().equals(action.node()))
        .allMatch(e -> isClear(action, e.getValue()));
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
