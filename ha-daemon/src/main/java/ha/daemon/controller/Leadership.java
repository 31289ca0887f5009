package ha.daemon.controller;

import ha.api.ProgressPage.Kind;
import ha.daemon.controller.ControllerEvent.FenceProgress;
import ha.daemon.controller.ControllerMessage.Change;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.Lasting;
import ha.model.ledger.LedgerEntry;
import ha.model.plan.Plan;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.snapshot.Snapshot;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One reign: gathers what the members report, decides, and carries the plan out. Made when a term
 * begins here, thrown away when it ends; nothing in it needs to survive, because the next leader
 * gets the record from the ledger and the rest from the members.
 */
final class Leadership {
  private final NodeName self;
  private final Term term;
  private final Decider decider;
  private final SortedMap<NodeName, MemberState> members = new TreeMap<>();
  private final PendingEntries entries;
  private final Orders orders;
  private final FenceDesk fences;
  private final Execution execution;
  private final StartupHold hold;
  private final FailureRules failureRules = new FailureRules();
  private final DecisionNotes notes = new DecisionNotes();
  private boolean dirty = true;
  private String saidLast = "";
  private long decisions;

  Leadership(NodeName self, ControllerEvent.Leading leading, Decider decider, StartupHold hold) {
    this.self = self;
    this.term = leading.term();
    this.decider = decider;
    this.hold = hold;
    this.fences = new FenceDesk(term.number() << 20);
    leading
        .members()
        .forEach((node, member) ->
            members.put(
                node, new MemberState(member.incarnation(), Reports.read(member.report()))));
    this.entries = new PendingEntries(term);
    this.orders = new Orders(term, members);
    this.execution = new Execution(self, members, orders, fences, entries);
  }

  /** What every member reported is taken over into the record where it belongs there. */
  void begin(ClusterRecord record, Map<NodeName, NodeReport> reports, Now now, Step step) {
    reports.forEach((node, report) -> {
      step.send(node, new ControllerMessage.ReportReceived(term, report.version()));
      report
          .attributes()
          .forEach((name, value) -> attribute(record, node, name, Optional.of(value), now, step));
      // Also what is not said any more: nobody may count on a watchdog that has been given up.
      watchdog(
          record,
          node,
          Optional.ofNullable(report.attributes().get(WatchdogReport.ATTRIBUTE)),
          now,
          step);
    });
  }

  Term term() {
    return term;
  }

  Plan plan() {
    return execution.plan();
  }

  /** How often was decided; tells one plan from the next. */
  long decisions() {
    return decisions;
  }

  SortedMap<NodeName, MemberState> members() {
    return members;
  }

  FenceDesk fences() {
    return fences;
  }

  StartupHold hold() {
    return hold;
  }

  /** Nothing is left to do, and nothing that would change that is on its way. */
  boolean isSettled() {
    return !dirty && entries.isEmpty() && execution.isComplete() && nothingInFlight();
  }

  private boolean nothingInFlight() {
    return members.values().stream()
        .flatMap(m -> m.inFlight().stream())
        .allMatch(f -> !f.interval().isZero());
  }

  /** Entries that are on their way into the record. */
  PendingEntries entries() {
    return entries;
  }

  void appendEnded(long token) {
    dirty |= entries.ended(token);
  }

  void somethingChanged() {
    dirty = true;
  }

  // ---- what members say ----------------------------------------------------------------------

  void reported(NodeName from, ControllerMessage.Report report, View view, Now now, Step step) {
    MemberState member = members.get(from);
    if (member == null || !member.incarnation().equals(report.incarnation())) {
      return;
    }
    for (Change change : report.changes()) {
      if (change.version() == member.version() + 1) {
        member.version(change.version());
        changed(from, member, change, view, now, step);
      }
    }
    step.send(from, new ControllerMessage.ReportReceived(term, member.version()));
  }

  private void changed(
      NodeName from, MemberState member, Change change, View view, Now now, Step step) {
    switch (change) {
      case Change.OperationEnded c -> operationEnded(from, member, c, view, now, step);
      case Change.Remarked c -> remarked(from, c.remark(), now, step);
      case Change.AttributeSet c when c.attribute().equals(WatchdogReport.ATTRIBUTE) ->
          watchdog(view.record(), from, c.value(), now, step);
      case Change.AttributeSet c ->
          attribute(view.record(), from, c.attribute(), c.value(), now, step);
      case Change.AttributeOrdered c when members.containsKey(c.node()) || isKnown(c, view) ->
          attribute(view.record(), c.node(), c.attribute(), c.value(), now, step);
      case Change.AttributeOrdered c ->
          step.say(
              "attribute " + c.attribute() + " of " + c.node() + " is not set: it is no member");
      case Change.LeaveAsked ignored -> {
        member.leave();
        dirty = true;
        step.say(from + " asks to leave");
      }
    }
  }

  /** What lasts may be said of a node that is away. */
  private static boolean isKnown(Change.AttributeOrdered order, View view) {
    return Lasting.is(order.attribute()) && view.definitions().nodes().containsKey(order.node());
  }

  private void remarked(NodeName node, OperationRemark remark, Now now, Step step) {
    entries.append(
        switch (remark) {
          case OperationRemark.TimedOut r ->
              new LedgerEntry.MonitorTimedOut(now.wall(), r.resource(), node, r.reason());
          case OperationRemark.Unusual r ->
              new LedgerEntry.Noted(
                  now.wall(),
                  r.operation() + " of " + r.resource() + " on " + node + ": " + r.text(),
                  Optional.of(r.resource()),
                  Optional.of(node));
        },
        step);
  }

  private void attribute(
      ClusterRecord record,
      NodeName node,
      String name,
      Optional<String> value,
      Now now,
      Step step) {
    if (name.equals(WatchdogReport.ATTRIBUTE)) {
      return;
    }
    SortedMap<String, String> present =
        record.attributes().getOrDefault(node, Collections.emptySortedMap());
    if (!Optional.ofNullable(present.get(name)).equals(value)) {
      entries.append(
          new LedgerEntry.AttributeChanged(now.wall(), node, name, value, "agent"), step);
    }
  }

  private void watchdog(
      ClusterRecord record, NodeName node, Optional<String> value, Now now, Step step) {
    MemberState member = members.get(node);
    Optional<Duration> within = value.flatMap(WatchdogReport::read);
    if (member != null && !record.node(node).resetWithin().equals(within)) {
      entries.append(
          new LedgerEntry.NodeWatched(now.wall(), node, member.incarnation(), within), step);
    }
  }

  private void operationEnded(
      NodeName from,
      MemberState member,
      Change.OperationEnded ended,
      View view,
      Now now,
      Step step) {
    OperationRecord result = ended.result();
    Optional<InFlight> order = ended.operationId().flatMap(member::inFlight);
    ended.operationId().ifPresent(member::ended);
    if (result.status() != Status.CANCELLED) {
      member.history().add(result);
    }
    migrationEnded(result);
    step.say(
        result.operation()
            + " of "
            + result.resource()
            + " on "
            + from
            + ": "
            + Results.describe(result));
    if (execution.ended(from, result, order)) {
      return;
    }
    dirty = true;
    view.defined()
        .flatMap(d -> failureRules.failure(result, from, d, now.wall()))
        .ifPresent(entry -> entries.append(entry, step));
  }

  /** A migration that failed may have brought half of it: what the target knew is worth nothing. */
  private void migrationEnded(OperationRecord result) {
    boolean failed = result.operation().equals("migrate_to") && !Results.isExpected(result);
    boolean begun = result.status() != Status.CANCELLED;
    if (failed && begun) {
      result
          .migrationTarget()
          .flatMap(target -> Optional.ofNullable(members.get(target)))
          .ifPresent(target -> target.history().forget(result.resource()));
    }
  }

  void accepted(NodeName from, String orderId) {
    orders.accepted(from, orderId);
  }

  // ---- fencing -------------------------------------------------------------------------------

  void fenceProgressed(ControllerEvent.FenceProgressed event, Now now, Step step) {
    Optional<FenceDesk.Fencing> found = fences.progressed(event.request(), event.progress(), now);
    if (found.isEmpty()) {
      return;
    }
    FenceDesk.Fencing fencing = found.get();
    progress(fencing, event.progress(), now, step);
    switch (event.progress()) {
      case FenceProgress.OffConfirmed off ->
          entries.append(
              new LedgerEntry.FenceConfirmed(
                  now.wall(),
                  fencing.node(),
                  fencing.incarnation(),
                  off.device(),
                  "cluster",
                  off.how()),
              step);
      case FenceProgress.Failed failed -> {
        entries.append(
            new LedgerEntry.FenceFailed(
                now.wall(), fencing.node(), fencing.incarnation(), failed.device(), failed.cause()),
            step);
        step.say("fencing " + fencing.node() + " failed: " + failed.cause());
      }
      case FenceProgress.OnEnded on -> {
        fences.drop(fencing.node());
        step.say(
            on.on()
                ? fencing.node() + " is switched on again"
                : fencing.node() + " stays off: " + on.detail());
      }
    }
  }

  /** A person's word that a node is off ends what the devices are still trying. */
  void vouchedOff(LedgerEntry.FenceConfirmed word, Now now, Step step) {
    Optional<Long> request = fences.provedOtherwise(word.node(), word.incarnation());
    if (request.isPresent()) {
      String text =
          "the attempt to fence "
              + word.node()
              + " is broken off: "
              + word.author()
              + " says that it is off";
      step.add(new ControllerEffect.BreakOffFence(request.get(), text));
      step.say(text);
      entries.append(
          new LedgerEntry.Noted(now.wall(), text, Optional.empty(), Optional.of(word.node())),
          step);
    }
  }

  private static void progress(
      FenceDesk.Fencing fencing, FenceProgress progress, Now now, Step step) {
    Kind kind =
        switch (progress) {
          case FenceProgress.OffConfirmed ignored -> Kind.DONE;
          case FenceProgress.Failed ignored -> Kind.FAILED;
          case FenceProgress.OnEnded ignored -> Kind.NOTE;
        };
    String detail =
        switch (progress) {
          case FenceProgress.OffConfirmed off -> "off, " + off.how();
          case FenceProgress.Failed failed -> failed.cause();
          case FenceProgress.OnEnded on -> on.on() ? "switched on again" : on.detail();
        };
    step.progress(
        now.wall(),
        kind,
        Optional.empty(),
        Optional.of(fencing.node()),
        "fence " + fencing.node(),
        detail);
  }

  // ---- deciding and doing --------------------------------------------------------------------

  /** Decides anew if a fact changed, then begins whatever can begin. */
  void advance(View view, Now now, Step step) {
    dirty |= execution.isStuck();
    boolean mayDecide = entries.isEmpty() && view.isDefined();
    List<LedgerEntry> news = List.of();
    if (dirty && mayDecide && hold.isOver(view, members.keySet(), now.mono(), step)) {
      decide(view, now, step);
      news = notes.of(plan(), now.wall());
    }
    // A plan that newer facts may contradict begins nothing more; the next one is a moment away.
    if (now.mayAct() && !dirty) {
      execution.advance(view, now, step);
      if (isSettled()) {
        execution.letGo(view, now, step);
      }
    }
    if (!news.isEmpty()) {
      entries.note(news, step);
    }
  }

  private void decide(View view, Now now, Step step) {
    dirty = false;
    decisions++;
    forgetWhatMayHaveArrived(view.record(), now, step);
    Definitions overlaid =
        Overlay.apply(view.definitions(), Overlay.overrides(view.record()), now.wall());
    Snapshot snapshot =
        new SnapshotBuilder(overlaid, view.record(), now.wall()).build(true, members);
    Plan plan = NamesOnNodes.in(decider.decide(overlaid, snapshot, now.wall()));
    execution.replace(plan);
    String said = Results.describe(plan);
    if (!plan.actions().isEmpty() && !said.equals(saidLast)) {
      step.say(said);
    }
    saidLast = said;
  }

  /**
   * Where a migration's source has ended in its midst, what the target knew is worth nothing: from
   * now on a probe tells the truth, and it is asked for.
   */
  private void forgetWhatMayHaveArrived(ClusterRecord record, Now now, Step step) {
    if (!now.mayAct()) {
      return;
    }
    members.forEach((node, member) -> {
      for (Arrival arrival : member.arrivals().list()) {
        if (isSourceOver(arrival, record)) {
          step.say(arrival.resource() + " may have come to " + node + " before its source ended");
          orders.forget(node, member, arrival.resource(), now, step);
        }
      }
    });
  }

  /** Whether the life that sent it cannot send it any more. */
  private boolean isSourceOver(Arrival arrival, ClusterRecord record) {
    MemberState source = members.get(arrival.source());
    if (source == null) {
      Standing standing = record.node(arrival.source()).standing();
      return standing == Standing.FENCED || standing == Standing.LEFT;
    }
    boolean sending =
        source.inFlight().stream()
            .anyMatch(
                f -> f.operation().equals("migrate_to") && f.resource().equals(arrival.resource()));
    return !source.incarnation().equals(arrival.incarnation()) && !sending;
  }

  void tick(Now now, Step step) {
    fences.tick(now, step.effects());
    if (now.mayAct()) {
      orders.tick(now, step);
    }
  }

  @Override
  public String toString() {
    return "term " + term + " led by " + self;
  }
}
