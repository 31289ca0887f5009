package ha.policy.report;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.plan.Decision;
import ha.model.plan.Placement;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.snapshot.Snapshot;
import ha.policy.history.HistoryReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Pacemaker's simulation still shows after a transition although it is not there any more:
 * what ran in a guest that ended without coming back (no operation of its own is simulated), what
 * stopped before a recurring operation of it was cancelled (the cancellation is taken for a
 * result), and, where history keeps each operation, what stopped while a start was pending (which
 * stays the newest). Plans are compared with what the simulation shows, so it is added for the
 * comparison.
 */
final class SimulatedAfter {
  private final Plan plan;
  private final Set<NodeName> endedGuests = new HashSet<>();
  private final Set<ResourceId> demoted = new HashSet<>();
  private final Set<Place> cancelled = new HashSet<>();
  private final Set<Place> stopped = new HashSet<>();
  private final Set<Place> starting = new HashSet<>();

  private record Place(ResourceId resource, NodeName node) {}

  SimulatedAfter(Snapshot snapshot, Plan plan) {
    this.plan = plan;
    plan.actions().forEach(this::note);
    plan.orders()
        .forEach(
            order -> late(plan.actions().get(order.before()), plan.actions().get(order.after())));
    snapshot
        .nodes()
        .forEach((node, state) ->
            state.history().stream()
                .filter(op -> op.operation().equals("start") && op.status() == Status.PENDING)
                .filter(op -> op.callId() < 0)
                .filter(op -> state.attributes().containsKey(HistoryReader.ALL_KEPT))
                .forEach(op -> starting.add(new Place(op.resource(), node))));
  }

  private void note(PlannedAction action) {
    switch (action) {
      case PlannedAction.Milestone m -> {
        m.guest().ifPresent(endedGuests::add);
        if (m.operation().equals("demote")) {
          demoted.add(m.resource());
        }
      }
      case PlannedAction.Operation op -> {
        if (op.operation().equals("stop")) {
          stopped.add(new Place(op.resource(), op.node()));
        }
      }
      case PlannedAction.Fence _,
          PlannedAction.CancelRecurring _,
          PlannedAction.ReleaseNode _,
          PlannedAction.ForgetHistory _,
          PlannedAction.ClearFailures _ -> {}
    }
  }

  private void late(PlannedAction first, PlannedAction then) {
    if (first instanceof PlannedAction.Operation stop
        && stop.operation().equals("stop")
        && then instanceof PlannedAction.CancelRecurring cancel) {
      Place place = new Place(cancel.resource(), cancel.node());
      if (place.equals(new Place(stop.resource(), stop.node()))) {
        cancelled.add(place);
      }
    }
  }

  List<Placement> ghosts() {
    List<Placement> ghosts = new ArrayList<>();
    for (Decision decision : plan.decisions()) {
      boolean stops = decision.kind() == Decision.Kind.STOP && !decision.blocked();
      for (NodeName node : decision.activeOn()) {
        boolean leaves = stops || !decision.to().map(node::equals).orElse(true);
        if (leaves) {
          if (endedGuests.contains(node)) {
            ghosts.add(ghost(decision, node, roleBefore(decision.resource())));
          } else if (cancelledAfterStop(decision, node) || stoppedWhileStarting(decision, node)) {
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

  /** What is demoted on the way was promoted. */
  private Role roleBefore(ResourceId resource) {
    return demoted.contains(resource) ? Role.PROMOTED : Role.STARTED;
  }

  private boolean stoppedWhileStarting(Decision decision, NodeName node) {
    return in(stopped, decision, node) && in(starting, decision, node);
  }

  private boolean cancelledAfterStop(Decision decision, NodeName node) {
    return in(cancelled, decision, node);
  }

  /** Histories may know an instance by the name without its number. */
  private static boolean in(Set<Place> places, Decision decision, NodeName node) {
    return places.contains(new Place(decision.resource(), node))
        || places.contains(new Place(decision.base(), node));
  }
}
