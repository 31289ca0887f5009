package ha.policy.fencing;

import ha.model.Role;
import ha.model.plan.PlannedAction.FenceMode;
import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.graph.Edge;
import ha.policy.graph.Edge.Effect;
import ha.policy.graph.Waits;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A guest is fenced by ending its container; what waits for the fence waits for that. */
final class GuestFencing {
  private GuestFencing() {}

  /** The moment at which the guest is certainly gone. Nothing is done at it. */
  static Action fence(Situation s, Node guest) {
    Optional<Resource> container = s.connections.containerOf(guest);
    boolean comesBack =
        container
            .filter(c -> c.assigned != null && c.nextRole.map(Role::isActive).orElse(false))
            .isPresent();
    FenceMode mode = comesBack ? FenceMode.REBOOT : FenceMode.OFF;
    Action fence = s.graph.make(Action.Kind.FENCE, null, mode.name(), Duration.ZERO, guest);
    fence.fenceMode = mode.name().toLowerCase(java.util.Locale.ROOT);
    fence.pseudo = true;
    fence.require(Reason.of("fencing", "guest " + guest + " is in an unknown state"));
    List<Action> ends =
        container.filter(Resource::isActive).map(c -> c.actions("stop")).orElse(List.of());
    for (Action end : ends) {
      s.graph.order(end, fence, Effect.THEN_TOO);
    }
    if (ends.isEmpty()) {
      s.connections
          .of(guest)
          .map(connection -> connection.actions("stop"))
          .orElse(List.of())
          .forEach(stop -> s.graph.order(stop, fence));
    }
    return fence;
  }

  /**
   * A container's stop is what fences its guest; so it does not wait for what that fence ends, but
   * for all else that would have to end before.
   */
  static void untangle(Situation s) {
    for (Action fence : List.copyOf(s.graph.actions())) {
      if (fence.kind == Action.Kind.FENCE && fence.pseudo && fence.planned()) {
        for (Edge edge : List.copyOf(fence.incoming)) {
          if (edge.binds() && edge.first().operation.equals("stop")) {
            Waits.bypass(s.graph, edge.first(), fence);
          }
        }
      }
    }
  }

  /** Where the container's host is fenced, the guest is gone with it, and its stop is no act. */
  static void withHost(Situation s, Action fence, List<Action> others) {
    Node guest = fence.node;
    if (guest == null) {
      return;
    }
    for (Resource container : s.connections.containerOf(guest).stream().toList()) {
      for (Action end : container.actions("stop")) {
        for (Action other : others) {
          if (end.pseudo && other.node == end.node) {
            s.graph.order(other, fence, Effect.THEN_TOO);
            List.copyOf(end.outgoing).stream()
                .filter(edge -> edge.then() == fence)
                .forEach(s.graph::waive);
          }
        }
      }
    }
  }
}
