package ha.daemon.controller;

import ha.api.ProgressPage.Kind;
import ha.daemon.controller.ControllerEvent.FenceProgress;
import ha.daemon.controller.ControllerMessage.Change;
import ha.daemon.controller.Transition.Progress;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.snapshot.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One reign: gathers what the members report, decides, and carries the plan out. Made when a term
 * begins here, thrown away when it ends; nothing in it needs to survive, because the next leader
 * gets the record from the ledger and the rest from the members.
 */
final class Leadership {
  private static final Duration RESEND = Duration.ofSeconds(1);

  private final NodeName self;
  private final Term term;
  private final Decider decider;
  private final SortedMap<NodeName, MemberState> members = new TreeMap<>();
  private final TreeSet<Long> uncommitted = new TreeSet<>();
  private final FenceDesk fences;
  private final StartupHold hold;
  private final FailureRules failureRules = new FailureRules();
  private Transition transition = new Transition(Plan.EMPTY);
  private boolean dirty = true;
  private String saidLast = "";
  private long operations;
  private long decisions;
  private long judged;
  private long appends;

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
  }

  /** What every member reported is taken over into the record where it belongs there. */
  void begin(ClusterRecord record, Map<NodeName, NodeReport> reports, Now now, Step step) {
    reports.forEach((node, report) -> {
      step.send(node, new ControllerMessage.ReportReceived(term, report.version()));
      report
          .attributes()
          .forEach((name, value) -> attribute(record, node, name, Optional.of(value), now, step));
    });
  }

  Term term() {
    return term;
  }

  Plan plan() {
    return transition.plan();
  }

  /** Whether the newest plan is settled; true once for each plan. */
  boolean isNewlySettled() {
    boolean news = isSettled() && judged != decisions;
    judged = news ? decisions : judged;
    return news;
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
    return !dirty && uncommitted.isEmpty() && transition.isComplete() && nothingInFlight();
  }

  private boolean nothingInFlight() {
    return members.values().stream()
        .flatMap(m -> m.inFlight().stream())
        .allMatch(f -> !f.interval().isZero());
  }

  boolean isUncommittedEmpty() {
    return uncommitted.isEmpty();
  }

  void somethingChanged() {
    dirty = true;
  }

  // ---- the record ----------------------------------------------------------------------------

  long append(List<LedgerEntry> entries, Step step) {
    long token = (term.number() << 20) + ++appends;
    uncommitted.add(token);
    step.add(new ControllerEffect.Append(token, entries));
    return token;
  }

  void appendEnded(long token) {
    if (uncommitted.remove(token)) {
      dirty = true;
    }
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
      case Change.AttributeSet c ->
          attribute(view.record(), from, c.attribute(), c.value(), now, step);
      case Change.LeaveAsked ignored -> {
        member.leave();
        dirty = true;
        step.say(from + " asks to leave");
      }
    }
  }

  private void attribute(
      ClusterRecord record,
      NodeName node,
      String name,
      Optional<String> value,
      Now now,
      Step step) {
    SortedMap<String, String> present =
        record.attributes().getOrDefault(node, java.util.Collections.emptySortedMap());
    if (!Optional.ofNullable(present.get(name)).equals(value)) {
      append(
          List.of(new LedgerEntry.AttributeChanged(now.wall(), node, name, value, "agent")), step);
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
    OptionalAction action = find(from, result);
    boolean expected =
        result.status() == Status.DONE && result.exitCode() == result.expectedExitCode();
    step.say(
        result.operation()
            + " of "
            + result.resource()
            + " on "
            + from
            + ": "
            + Results.describe(result));
    if (action.isPresent() && order.isPresent() && expected) {
      transition.done(action.index());
      return;
    }
    if (action.isPresent()) {
      transition.failed(action.index());
    }
    dirty = true;
    failureRules
        .failure(result, from, view.definitions(), now.wall())
        .ifPresent(entry -> append(List.of(entry), step));
  }

  /** The running action of the plan that this result belongs to. */
  private OptionalAction find(NodeName node, OperationRecord result) {
    OperationKey key = new OperationKey(result.resource(), result.operation(), result.interval());
    List<PlannedAction> actions = transition.plan().actions();
    for (int i = 0; i < actions.size(); i++) {
      if (transition.progress(i) == Progress.RUNNING
          && actions.get(i) instanceof PlannedAction.Operation o
          && o.node().equals(node)
          && new OperationKey(o.resource(), o.operation(), o.interval()).equals(key)) {
        return new OptionalAction(i);
      }
    }
    return OptionalAction.NONE;
  }

  private record OptionalAction(int index) {
    private static final OptionalAction NONE = new OptionalAction(-1);

    boolean isPresent() {
      return index >= 0;
    }
  }

  void accepted(NodeName from, String operationId) {
    Optional.ofNullable(members.get(from)).ifPresent(m -> m.accepted(operationId));
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
          append(
              List.of(
                  new LedgerEntry.FenceConfirmed(
                      now.wall(),
                      fencing.node(),
                      fencing.incarnation(),
                      off.device(),
                      "cluster",
                      off.how())),
              step);
      case FenceProgress.Failed failed -> {
        append(
            List.of(
                new LedgerEntry.FenceFailed(
                    now.wall(),
                    fencing.node(),
                    fencing.incarnation(),
                    failed.device(),
                    failed.cause())),
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

  /** A node is off for good: what the plan ordered for that is done. */
  void fenceConfirmed(NodeName node) {
    List<PlannedAction> actions = transition.plan().actions();
    for (int i = 0; i < actions.size(); i++) {
      if (actions.get(i) instanceof PlannedAction.Fence f && f.node().equals(node)) {
        transition.done(i);
      }
    }
  }

  // ---- deciding and doing --------------------------------------------------------------------

  /** Decides anew if a fact changed, then begins whatever can begin. */
  void advance(View view, Now now, Step step) {
    if (transition.isOver() && !transition.isComplete()) {
      dirty = true;
    }
    boolean mayDecide = uncommitted.isEmpty() && view.isDefined();
    if (dirty && mayDecide && hold.isOver(view, members.keySet(), now.mono(), step)) {
      decide(view, now, step);
    }
    // A plan that newer facts may contradict begins nothing more; the next one is a moment away.
    if (now.mayAct() && !dirty) {
      dispatch(view, now, step);
    }
  }

  private void decide(View view, Now now, Step step) {
    dirty = false;
    decisions++;
    Definitions overlaid = Overlay.apply(view.definitions(), view.record().overrides(), now.wall());
    Snapshot snapshot =
        new SnapshotBuilder(overlaid, view.record(), now.wall()).build(true, members);
    Plan plan = NamesOnNodes.in(decider.decide(overlaid, snapshot, now.wall()));
    transition = new Transition(plan);
    adoptInFlight();
    String said = Results.describe(plan);
    if (!plan.actions().isEmpty() && !said.equals(saidLast)) {
      step.say(said);
    }
    saidLast = said;
  }

  private void adoptInFlight() {
    List<PlannedAction> actions = transition.plan().actions();
    for (int i = 0; i < actions.size(); i++) {
      if (actions.get(i) instanceof PlannedAction.Operation o) {
        OperationKey key = new OperationKey(o.resource(), o.operation(), o.interval());
        MemberState member = members.get(o.node());
        if (member != null && member.inFlight(key).isPresent()) {
          transition.running(i);
        }
      }
    }
  }

  private void dispatch(View view, Now now, Step step) {
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
        return order(index, o, now, step);
      }
      case PlannedAction.Fence f -> {
        fence(index, f, view, now, step);
        return true;
      }
      case PlannedAction.CancelRecurring c -> {
        OperationKey key = new OperationKey(c.resource(), c.operation(), c.interval());
        Optional.ofNullable(members.get(c.node())).ifPresent(m -> m.cancelled(key));
        step.send(
            c.node(),
            new ControllerMessage.CancelRecurring(term, c.resource(), c.operation(), c.interval()));
      }
      case PlannedAction.ReleaseNode r -> step.send(r.node(), new ControllerMessage.Released(term));
      case PlannedAction.ForgetHistory f -> {
        Optional.ofNullable(members.get(f.node())).ifPresent(m -> m.history().forget(f.resource()));
        step.send(f.node(), new ControllerMessage.Forget(term, f.resource()));
      }
      case PlannedAction.ClearFailures c ->
          append(
              List.of(
                  new LedgerEntry.FailuresCleared(
                      now.wall(),
                      c.resource(),
                      Optional.of(c.node()),
                      "cluster",
                      c.reason().text())),
              step);
      case PlannedAction.Milestone ignored -> {}
    }
    transition.done(index);
    return true;
  }

  private boolean order(int index, PlannedAction.Operation action, Now now, Step step) {
    MemberState member = members.get(action.node());
    if (member == null) {
      transition.failed(index);
      dirty = true;
      return true;
    }
    if (!ExclusiveGuard.permits(action, transition.plan(), members)) {
      return false;
    }
    String id = term + "." + ++operations;
    member.ordered(InFlight.of(id, term, now.wall(), action), now.mono());
    transition.running(index);
    step.send(action.node(), new ControllerMessage.RunOperation(term, id, action));
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

  private void fence(int index, PlannedAction.Fence fence, View view, Now now, Step step) {
    transition.running(index);
    if (fence.node().equals(self) && members.size() == 1) {
      step.say("not fencing this node itself: nobody would be left to switch it on again");
      return;
    }
    ha.model.Incarnation incarnation = view.record().node(fence.node()).incarnation();
    if (fences.of(fence.node()).isEmpty()) {
      append(
          List.of(
              new LedgerEntry.FenceOrdered(
                  now.wall(), fence.node(), incarnation, fence.reason().text())),
          step);
    }
    fences.want(
        fence.node(), incarnation, fence.mode(), fence.reason().text(), now, step.effects());
  }

  void tick(Now now, Step step) {
    fences.tick(now, step.effects());
    if (!now.mayAct()) {
      return;
    }
    members.forEach((node, member) -> {
      List<String> late = new ArrayList<>();
      member
          .unaccepted()
          .forEach((id, sent) -> {
            if (isLate(sent, now)) {
              late.add(id);
            }
          });
      late.forEach(id -> resend(node, member, id, now, step));
    });
  }

  private static boolean isLate(MonoTime sent, Now now) {
    return now.mono().since(sent).compareTo(RESEND) >= 0;
  }

  private void resend(NodeName node, MemberState member, String id, Now now, Step step) {
    member
        .inFlight(id)
        .ifPresent(order -> {
          member.unaccepted().put(id, now.mono());
          step.send(node, new ControllerMessage.RunOperation(term, id, order.action()));
        });
  }

  @Override
  public String toString() {
    return "term " + term + " led by " + self;
  }
}
