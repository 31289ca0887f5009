package ha.daemon.controller;

import ha.model.NodeName;
import ha.model.plan.PlannedAction;
import java.util.SortedMap;

/**
 * Last look before a start leaves the leader: the very same resource must not be active, nor have
 * an operation in flight, on another member. The plan's order says so already; this does not trust
 * it (safety rule S1).
 */
final class ExclusiveGuard {
  private ExclusiveGuard() {}

  static boolean permits(PlannedAction.Operation action, SortedMap<NodeName, MemberState> members) {
    boolean starts = action.operation().equals("start");
    boolean clone = action.resource().value().contains(":");
    if (!starts || clone) {
      return true;
    }
    return members.entrySet().stream()
        .filter(e -> !e.getKey().equals(action.node()))
        .allMatch(e -> isClear(action, e.getValue()));
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
