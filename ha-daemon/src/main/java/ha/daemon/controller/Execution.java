package ha.daemon.controller;

import ha.api.ProgressPage.Kind;
import ha.daemon.controller.Transition.Progress;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.NodeFact;
import ha.model.ledger.OperatorOverride;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.OperationRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The plan in force on its way: begins each action once what comes before it is done. A fencing is
 * never done within a plan: what waits for it begins by a later plan, which was decided on a record
 * that says that the node is off (safety rule S2).
 */
final class Execution {
  private final NodeName self;
  private final SortedMap<NodeName, MemberState> members;
  private final Orders orders;
  private final FenceDesk fences;
  private final PendingEntries entries;
  private final Announcements announcements = new Announcements();
  private Transition transition = new Transition(Plan.EMPTY);
  private boolean overtaken;

  Execution(
      NodeName self,
      SortedMap<NodeName, MemberState> members,
      Orders orders,
      FenceDesk fences,
      PendingEntries entries) {
    this.self = self;
    this.members = members;
    this.orders = orders;
    this.fences = fences;
    this.entries = entries;
  }

  Plan plan() {
    return transition.plan();
  }

  boolean isComplete() {
    return transition.isComplete();
  }

  /** Nothing of it can go on, and it has not come to its end; or it asked for what cannot be. */
  boolean isStuck() {
    return overtaken || (transition.isOver() && !transition.isComplete());
  }

  /**
   * From now on this plan counts. What it wants and is in flight already is not ordered again,
   * unless it is wanted only after something else: then what is in flight is not it.
   */
  void replace(Plan plan) {
    announcements.keep(transition);
    transition = new Transition(plan);
    overtaken = false;
    List<PlannedAction> actions = plan.actions();
    for (int i = 0; i < actions.size(); i++) {
      if (actions.get(i) instanceof PlannedAction.Operation o) {
        MemberState member = members.get(o.node());
        if (member != null && member.isInFlight(o) && !transition.followsTakingDown(i)) {
          transition.running(i);
        }
      }
    }
  }

  /** An operation ended; whether the plan in force goes on as if nothing had happened. */
  boolean ended(NodeName node, OperationRecord result, Optional<InFlight> order) {
    OptionalInt action = running(node, result, order);
    if (action.isEmpty()) {
      return false;
    }
    if (order.isPresent() && Results.isExpected(result)) {
      transition.done(action.getAsInt());
      return true;
    }
    transition.failed(action.getAsInt());
    return false;
  }

  private OptionalInt running(NodeName node, OperationRecord result, Optional<InFlight> order) {
    OperationKey key = new OperationKey(result.resource(), result.operation(), result.interval());
    List<PlannedAction> actions = plan().actions();
    for (int i = 0; i < actions.size(); i++) {
      if (transition.progress(i) == Progress.RUNNING
          && actions.get(i) instanceof PlannedAction.Operation o
          && o.node().equals(node)
          && OperationKey.of(o).equals(key)
          && order.stream().allMatch(was -> was.is(o))) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** Begins whatever can begin. */
  void advance(View view, Now now, Step step) {
    List<Integer> ready = transition.ready();
    while (!ready.isEmpty()) {
      boolean progressed = false;
      for (int index : ready) {
        progressed |= begin(index, view, now, step);
      }
      ready = progressed ? transition.ready() : List.of();
    }
  }

  /** Returns whether the action began or is done; false leaves it waiting. */
  private boolean begin(int index, View view, Now now, Step step) {
    switch (transition.action(index)) {
      case PlannedAction.Operation o -> {
        return operate(index, o, view, now, step);
      }
      case PlannedAction.Fence f -> {
        return fence(index, f, view, now, step);
      }
      case PlannedAction.CancelRecurring c ->
          member(c.node()).ifPresent(m -> orders.cancel(c, m, now, step));
      case PlannedAction.ReleaseNode r -> {
        if (!isOwnedUp(r.node(), view, now, step)) {
          return false;
        }
        orders.release(r.node(), now, step);
      }
      case PlannedAction.ForgetHistory f ->
          member(f.node()).ifPresent(m -> orders.forget(f.node(), m, f.resource(), now, step));
      case PlannedAction.ClearFailures c ->
          entries.append(
              new LedgerEntry.FailuresCleared(
                  now.wall(), c.resource(), Optional.of(c.node()), "cluster", c.reason().text()),
              step);
      case PlannedAction.Milestone ignored -> {}
    }
    transition.done(index);
    return true;
  }

  private Optional<MemberState> member(NodeName node) {
    return Optional.ofNullable(members.get(node));
  }

  // ---- operations ----------------------------------------------------------------------------

  private boolean operate(
      int index, PlannedAction.Operation action, View view, Now now, Step step) {
    MemberState member = members.get(action.node());
    if (member == null) {
      transition.failed(index);
      overtaken = true;
      return true;
    }
    boolean may =
        !member.isAwaited(action.resource())
            && isLetIn(action, view)
            && new LastLook(view.definitions(), transition, members).permits(action)
            && isExpected(action, member, now, step);
    if (!may) {
      return false;
    }
    if (announcements.use(action)) {
      transition.done(index);
      return true;
    }
    transition.running(index);
    orders.run(action, member, now, step);
    if (!action.operation().equals("monitor")) {
      step.progress(
          now.wall(),
          Kind.BEGAN,
          Optional.of(action.resource()),
          Optional.of(action.node()),
          action.operation() + " " + action.resource() + " on " + action.node(),
          action.reason().text());
    }
    return true;
  }

  /** Whether the node on which something begins has been let at its disks. */
  private boolean isLetIn(PlannedAction.Operation action, View view) {
    NodeName where = action.migrationTarget().orElse(action.node());
    MemberState member = members.get(where);
    return switch (action.operation()) {
      case "start", "promote", "migrate_to", "migrate_from" ->
          member == null
              || Unfenced.is(where, member.incarnation(), view.definitions(), view.record());
      case String ignored -> true;
    };
  }

  /** Whether the target of a migration, if it is one, was told and has forgotten what it knew. */
  private boolean isExpected(
      PlannedAction.Operation action, MemberState source, Now now, Step step) {
    if (!action.operation().equals("migrate_to") || action.migrationTarget().isEmpty()) {
      return true;
    }
    NodeName node = action.migrationTarget().get();
    MemberState target = members.get(node);
    if (target == null || target.prepared().remove(action.resource())) {
      return true;
    }
    if (!target.isAwaited(action.resource())) {
      Arrival arrival = new Arrival(action.resource(), action.node(), source.incarnation());
      orders.expect(node, target, arrival, now, step);
    }
    return false;
  }

  // ---- leaving -------------------------------------------------------------------------------

  /**
   * Where a stop failed for good and nothing follows from it (fencing is off, or {@code on-fail}
   * says block), a node that is to leave may do so: what it keeps is on record, and left alone by
   * all.
   */
  void letGo(View view, Now now, Step step) {
    members.forEach((node, member) -> {
      boolean stuck = member.isLeaving() && !member.history().stopFailed().isEmpty();
      if (stuck && !orders.isReleased(node) && isOwnedUp(node, view, now, step)) {
        step.say(node + " may leave, and keeps what could not be stopped there");
        orders.release(node, now, step);
      }
    });
  }

  /** Whether the record knows what goes on running on a node that is about to leave. */
  private boolean isOwnedUp(NodeName node, View view, Now now, Step step) {
    MemberState member = members.get(node);
    if (member == null) {
      return true;
    }
    if (transition.awaitsProbeOn(node)) {
      return false;
    }
    TreeSet<ResourceId> keeps = new TreeSet<>();
    member.history().active().forEach(active -> keeps.add(new ResourceId(active.base())));
    keeps.removeIf(kept -> isCopy(view.definitions().resources().values(), kept));
    NodeFact fact = view.record().node(node);
    if (fact.keeps().equals(keeps)) {
      return true;
    }
    if (entries.isEmpty()) {
      entries.append(
          new LedgerEntry.NodeKeeps(now.wall(), node, member.incarnation(), keeps), step);
    }
    return false;
  }

  /** Whether any number of them may run, none of them promoted. */
  private static boolean isCopy(Collection<ResourceDefinition> resources, ResourceId primitive) {
    return resources.stream()
        .anyMatch(r ->
            r instanceof ResourceDefinition.Clone c
                && LastLook.holds(c.child(), primitive.value())
                && c.options().stream()
                    .noneMatch(
                        o -> "true".equals(o.values().get(OptionNames.Resource.PROMOTABLE))));
  }

  // ---- fencing -------------------------------------------------------------------------------

  private boolean fence(int index, PlannedAction.Fence fence, View view, Now now, Step step) {
    String reason = fence.reason().text() + price(fence);
    if (fence.node().equals(self)) {
      return condemnSelf(index, reason, step);
    }
    transition.running(index);
    Incarnation incarnation = view.record().node(fence.node()).incarnation();
    if (fences.want(
        fence.node(), incarnation, mode(fence, view, now), reason, now, step.effects())) {
      entries.append(
          new LedgerEntry.FenceOrdered(now.wall(), fence.node(), incarnation, reason), step);
    }
    return true;
  }

  /** What goes down with a node that is alive, so that people see what the fencing costs. */
  private String price(PlannedAction.Fence fence) {
    List<String> running =
        member(fence.node()).stream()
            .flatMap(member -> member.history().active().stream())
            .map(ResourceId::value)
            .toList();
    return running.isEmpty() ? "" : "; it takes down " + String.join(", ", running);
  }

  /** As whoever ordered it wants it, else as the plan says. */
  private static PlannedAction.FenceMode mode(PlannedAction.Fence fence, View view, Now now) {
    return view.record()
        .override("fence/" + fence.node())
        .filter(order -> !OverrideKeeper.isFulfilled(view.record().node(fence.node()), order))
        .filter(order -> Overlay.inForce(order.override(), now.wall()))
        .flatMap(order ->
            order.override() instanceof OperatorOverride.FenceWanted wanted
                ? Optional.of(wanted.mode())
                : Optional.empty())
        .orElse(fence.mode());
  }

  /** The others have to do it, and what this node has to switch on again comes first. */
  private boolean condemnSelf(int index, String reason, Step step) {
    if (members.size() > 1 && !fences.isIdle()) {
      return false;
    }
    transition.running(index);
    if (members.size() == 1) {
      step.say("not fencing this node itself: nobody would be left to switch it on again");
    } else {
      step.add(new ControllerEffect.Condemned(reason));
    }
    return true;
  }
}
