package ha.daemon.controller;

import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Term;
import ha.model.ledger.ClusterRecord.OverrideFact;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.NodeFact;
import ha.model.ledger.OperatorOverride;
import ha.model.ledger.Position;
import ha.model.plan.Decision;
import ha.model.plan.Placement;
import ha.model.plan.Plan;
import ha.model.snapshot.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Lifts overrides that have done their work or have expired; a move leaves nothing behind. */
final class OverrideKeeper {
  private Optional<Seen> judged = Optional.empty();

  /** What a judgement on moves rests on; while it is the same, so is the judgement. */
  private record Seen(Term term, long decisions, Position position) {}

  void keep(Leadership leadership, View view, Decider decider, Now now, Step step) {
    if (!view.isDefined() || !now.mayAct() || !leadership.entries().isEmpty()) {
      return;
    }
    Seen seen = new Seen(leadership.term(), leadership.decisions(), view.record().position());
    boolean news = leadership.isSettled() && !judged.equals(Optional.of(seen));
    if (news) {
      judged = Optional.of(seen);
    }
    List<LedgerEntry> entries = new ArrayList<>();
    for (OverrideFact fact : view.record().overrides()) {
      reasonToLift(fact, news, leadership, view, decider, now)
          .ifPresent(why ->
              entries.add(
                  new LedgerEntry.OverrideLifted(
                      now.wall(), fact.override().key(), "cluster", why)));
    }
    if (!entries.isEmpty()) {
      leadership.entries().append(entries, step);
    }
  }

  private static Optional<String> reasonToLift(
      OverrideFact fact, boolean news, Leadership leadership, View view, Decider decider, Now now) {
    if (!Overlay.inForce(fact.override(), now.wall())) {
      return Optional.of("expired");
    }
    return switch (fact.override()) {
      case OperatorOverride.Move move ->
          news && staysWithout(fact, leadership, view, decider, now)
              ? Optional.of(arrived(move, leadership.plan()))
              : Optional.empty();
      case OperatorOverride.Restart restart ->
          news && isStopped(restart.resource(), leadership.plan())
              ? Optional.of("stopped everywhere, starting again")
              : Optional.empty();
      case OperatorOverride.FenceWanted wanted ->
          isFulfilled(view.record().node(wanted.node()), fact)
              ? Optional.of("the life of the node that was meant is over")
              : Optional.empty();
      case OperatorOverride.ReplicaBehind behind ->
          hasCaughtUp(behind, view)
              ? Optional.of("the replica on " + behind.node() + " has caught up")
              : Optional.empty();
      case OperatorOverride ignored -> Optional.empty();
    };
  }

  /** Whether the node has seen its replica in sync after it was declared to be behind. */
  private static boolean hasCaughtUp(OperatorOverride.ReplicaBehind behind, View view) {
    SortedMap<String, String> said = view.record().attributes().get(behind.node());
    return said != null
        && Long.toString(behind.epoch()).equals(said.get("replica-" + behind.resource()));
  }

  /** Whether the life of the node that the order to fence it meant is over. */
  static boolean isFulfilled(NodeFact node, OverrideFact order) {
    boolean began = node.standing() == Standing.MEMBER && node.since().isAfter(order.since());
    return began || node.standing() == Standing.FENCED;
  }

  /** Whether everything stays where it is once the move is lifted. */
  private static boolean staysWithout(
      OverrideFact fact, Leadership leadership, View view, Decider decider, Now now) {
    List<OverrideFact> others =
        Overlay.overrides(view.record()).stream().filter(o -> !o.equals(fact)).toList();
    Plan without =
        decider.decide(
            Overlay.apply(view.definitions(), others, now.wall()),
            new SnapshotBuilder(view.definitions(), view.record(), now.wall())
                .build(true, leadership.members()),
            now.wall());
    return without.decisions().stream()
        .allMatch(d ->
            d.kind() == Decision.Kind.STAY
                || d.kind() == Decision.Kind.REMAIN_STOPPED
                || d.blocked());
  }

  private static String arrived(OperatorOverride.Move move, Plan plan) {
    return plan.placement().stream()
        .filter(p -> isOf(move.resource(), p) && p.role().isActive())
        .flatMap(p -> p.node().stream())
        .findFirst()
        .map(node -> move.resource() + " is on " + node)
        .orElse(move.resource() + " could not be placed");
  }

  private static boolean isStopped(ResourceId resource, Plan plan) {
    return plan.placement().stream()
        .filter(p -> isOf(resource, p))
        .allMatch(p -> p.role() == Role.STOPPED);
  }

  private static boolean isOf(ResourceId resource, Placement placement) {
    return placement.resource().equals(resource)
        || placement.base().equals(resource)
        || placement.resource().base().equals(resource.value());
  }
}
