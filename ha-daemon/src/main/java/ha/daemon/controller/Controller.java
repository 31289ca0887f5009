package ha.daemon.controller;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.model.json.Json;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import ha.model.plan.Plan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One node's controller: folds the ledger into the record, does a member's duty always and the
 * leader's while this node leads. Deterministic; one thread calls {@link #step}.
 */
public final class Controller {
  private final NodeName self;
  private final Decider decider;
  private final Function<String, Optional<Definitions>> reader;
  private final LocalNode local;
  private final StartupHold hold;
  private final Retreat retreat = new Retreat();
  private final GivingUp givingUp = new GivingUp();
  private final OverrideKeeper overrideKeeper = new OverrideKeeper();
  private final Alarm alarm = new Alarm();
  private final EarlyMessages early = new EarlyMessages();
  private View view;
  private Term term = Term.NONE;
  private Optional<NodeName> leader = Optional.empty();
  private String suspendedBecause = "starting";
  private @Nullable Leadership leadership;
  private long claim = -1;

  /**
   * @param record what the disk held
   * @param reader reads definitions that were checked before they entered the ledger
   */
  public Controller(
      NodeName self,
      Incarnation incarnation,
      ClusterRecord record,
      Decider decider,
      Function<String, Optional<Definitions>> reader,
      Now now) {
    this.self = self;
    this.decider = decider.withoutWitnesses();
    this.reader = reader;
    this.local = new LocalNode(self, incarnation);
    this.hold = new StartupHold(now.mono());
    this.view = view(record);
  }

  private View view(ClusterRecord record) {
    View next = new View(record, record.revision().flatMap(r -> reader.apply(r.yaml())));
    alarm.defined(next.defined());
    return next;
  }

  /** The record as far as it is committed here. */
  public ClusterRecord record() {
    return view.record();
  }

  /** The definitions in force, once there are any. */
  public Optional<Definitions> definitions() {
    return view.defined();
  }

  /** What this node reports of itself. */
  public NodeReport report() {
    return local.nodeReport();
  }

  /** What the leader knows and wants; empty on every other node. */
  public Optional<LeaderView> leaderView(Now now) {
    if (leadership == null) {
      return Optional.empty();
    }
    SortedMap<NodeName, NodeReport> reports = new TreeMap<>();
    leadership.members().forEach((node, member) -> reports.put(node, report(member)));
    return Optional.of(
        new LeaderView(
            leadership.term(),
            leadership.plan(),
            reports,
            leadership.isSettled(),
            view.isDefined()
                ? leadership.hold().waitingFor(view, reports.keySet(), now.mono())
                : Set.of()));
  }

  private static NodeReport report(MemberState member) {
    return new NodeReport(
        member.version(),
        member.history().records(),
        List.copyOf(member.inFlight()),
        new TreeMap<>(),
        member.isLeaving(),
        member.arrivals().list());
  }

  /** What may run on this node. */
  public Holding holding() {
    return local.holding(view.primitives());
  }

  /** Whether this node leads and there is nothing left to do. */
  public boolean isSettled() {
    return leadership != null && leadership.isSettled();
  }

  /** Why this node has no authority; empty while it leads or follows. */
  public String suspendedBecause() {
    return suspendedBecause;
  }

  /** Takes one event in; returns what is to be done, in order. */
  public List<ControllerEffect> step(ControllerEvent event, Now now) {
    Step step = new Step();
    handle(event, now, step);
    Deque<ControllerMessage> toSelf = takeOwn(step);
    while (!toSelf.isEmpty()) {
      received(self, toSelf.remove(), now, step);
      toSelf.addAll(takeOwn(step));
    }
    if (leadership != null) {
      leadership.advance(view, now, step);
      overrideKeeper.keep(leadership, view, decider, now, step);
      toSelf = takeOwn(step);
      while (!toSelf.isEmpty()) {
        received(self, toSelf.remove(), now, step);
        toSelf.addAll(takeOwn(step));
      }
    } else if (leader.isEmpty()) {
      retreat.consider(local, view, self, decider, now, step);
    }
    boolean alone = leadership != null && leadership.members().size() == 1;
    givingUp.consider(local, leader.isPresent() && !alone, now, step);
    claim(step);
    alarm.set(view, now.wall(), step);
    return step.effects();
  }

  /** Messages to ourselves do not travel. */
  private Deque<ControllerMessage> takeOwn(Step step) {
    Deque<ControllerMessage> own = new ArrayDeque<>();
    step.effects()
        .removeIf(effect -> {
          boolean mine = effect instanceof ControllerEffect.Send send && send.to().equals(self);
          if (mine) {
            own.add(((ControllerEffect.Send) effect).message());
          }
          return mine;
        });
    return own;
  }

  private void handle(ControllerEvent event, Now now, Step step) {
    switch (event) {
      case ControllerEvent.Tick ignored -> tick(now, step);
      case ControllerEvent.Leading e -> leading(e, now, step);
      case ControllerEvent.Following e -> following(e, now, step);
      case ControllerEvent.Suspended e -> suspended(e, now, step);
      case ControllerEvent.Committed e -> committed(e.position(), e.entry(), now, step);
      case ControllerEvent.Restored e -> restored(e, step);
      case ControllerEvent.Reborn e -> local.reborn(e.incarnation(), step.effects());
      case ControllerEvent.AppendEnded e -> appendEnded(e);
      case ControllerEvent.Received e -> received(e.from(), e.message(), now, step);
      case ControllerEvent.OperationEnded e -> local.ended(e, now, step.effects());
      case ControllerEvent.OperationRemarked e -> local.remarked(e.remark(), now, step.effects());
      case ControllerEvent.AttributeSet e -> local.attribute(e, now, step.effects());
      case ControllerEvent.AttributeOrdered e -> local.order(e, now, step.effects());
      case ControllerEvent.FenceProgressed e -> {
        if (leadership != null) {
          leadership.fenceProgressed(e, now, step);
        }
      }
      case ControllerEvent.WokenUp ignored -> {
        alarm.rang();
        somethingChanged();
      }
      case ControllerEvent.LeaveRequested ignored -> local.leave(now, step.effects());
      case ControllerEvent.Recorded e -> record(e, now, step);
    }
  }

  private void somethingChanged() {
    if (leadership != null) {
      leadership.somethingChanged();
    }
  }

  private void tick(Now now, Step step) {
    local.tick(now, step.effects());
    if (leadership != null) {
      leadership.tick(now, step);
    }
  }

  private void leading(ControllerEvent.Leading event, Now now, Step step) {
    term = event.term();
    leader = Optional.of(self);
    suspendedBecause = "";
    retreat.end();
    hold.saw(event.members().keySet());
    SortedMap<NodeName, NodeReport> reports = new TreeMap<>();
    event.members().forEach((node, member) -> reports.put(node, Reports.read(member.report())));
    leadership = new Leadership(self, event, decider, hold);
    local.follow(term, self, now, step.effects());
    leadership.begin(view.record(), reports, now, step);
    step.say("this node leads term " + term + " with " + event.members().keySet());
    receiveEarly(now, step);
  }

  private void following(ControllerEvent.Following event, Now now, Step step) {
    term = event.term();
    leader = Optional.of(event.leader());
    suspendedBecause = "";
    leadership = null;
    retreat.end();
    local.follow(term, event.leader(), now, step.effects());
    step.say("this node follows " + event.leader() + " in term " + term);
    receiveEarly(now, step);
  }

  private void receiveEarly(Now now, Step step) {
    early.begun(term).forEach(said -> received(said.from(), said.message(), now, step));
  }

  private void suspended(ControllerEvent.Suspended event, Now now, Step step) {
    if (leader.isPresent() || suspendedBecause.isEmpty()) {
      local.suspend(step.effects());
      retreat.begin(now.mono());
    }
    leadership = null;
    leader = Optional.empty();
    suspendedBecause = event.reason();
    step.say("no authority: " + event.reason());
  }

  private void committed(Position position, LedgerEntry entry, Now now, Step step) {
    ClusterRecord next = view.record().apply(position, entry);
    switch (entry) {
      case LedgerEntry.DefinitionsApplied ignored -> {
        view = view(next);
        view.defined().ifPresent(d -> step.add(new ControllerEffect.DefinitionsChanged(d)));
      }
      case LedgerEntry.TermBegan e -> {
        view = new View(next, view.defined());
        hold.saw(e.members().keySet());
      }
      case LedgerEntry.Noted ignored -> {
        // For people; no decision follows from it.
        view = new View(next, view.defined());
        return;
      }
      case LedgerEntry.FenceConfirmed e -> {
        view = new View(next, view.defined());
        step.add(new ControllerEffect.NodeOff(e.node()));
        if (leadership != null && e.device().isEmpty()) {
          leadership.vouchedOff(e, now, step);
        }
      }
      case LedgerEntry ignored -> view = new View(next, view.defined());
    }
    somethingChanged();
  }

  private void restored(ControllerEvent.Restored event, Step step) {
    view =
        view(
            event.state().isEmpty()
                ? ClusterRecord.EMPTY
                : Json.read(event.state(), ClusterRecord.class));
    view.defined().ifPresent(d -> step.add(new ControllerEffect.DefinitionsChanged(d)));
    somethingChanged();
  }

  private void appendEnded(ControllerEvent.AppendEnded event) {
    if (leadership != null) {
      leadership.appendEnded(event.token());
    }
  }

  /** Entries that an operator's order amounts to, already checked against {@link #record}. */
  private void record(ControllerEvent.Recorded event, Now now, Step step) {
    if (leadership != null && now.mayAct()) {
      step.add(new ControllerEffect.Append(event.token(), event.entries()));
    } else {
      step.add(
          new ControllerEffect.RecordRefused(
              event.token(), "this node does not lead: " + suspendedBecause));
    }
  }

  private void received(NodeName from, ControllerMessage message, Now now, Step step) {
    if (message.term().newerThan(term)) {
      early.keep(from, message);
      return;
    }
    if (!message.term().equals(term) || leader.isEmpty()) {
      return;
    }
    switch (message) {
      case ControllerMessage.Order m -> {
        if (fromLeader(from)) {
          local.take(m, now, step.effects());
        }
      }
      case ControllerMessage.ReportReceived m -> {
        if (fromLeader(from)) {
          local.acknowledged(m.version());
        }
      }
      case ControllerMessage.Released ignored -> {
        if (fromLeader(from) && local.isLeaving()) {
          retreat.released();
          if (!local.stopFailed().isEmpty()) {
            step.add(new ControllerEffect.StopsFailed(local.stopFailed()));
          }
          step.add(new ControllerEffect.Leave());
        }
      }
      case ControllerMessage.OrderAccepted m -> {
        if (leadership != null) {
          leadership.accepted(from, m.orderId());
        }
      }
      case ControllerMessage.Report m -> {
        if (leadership != null) {
          leadership.reported(from, m, view, now, step);
        }
      }
    }
  }

  private boolean fromLeader(NodeName from) {
    return leader.map(from::equals).orElse(false);
  }

  /** What runs here decides a fence race: one for each resource, and its priority. */
  private void claim(Step step) {
    long sum = 0;
    for (ResourceId resource : local.active()) {
      sum += 1 + (view.isDefined() ? Priorities.of(view.definitions(), resource) : 0);
    }
    if (sum != claim) {
      claim = sum;
      step.add(new ControllerEffect.ClaimChanged(sum));
    }
  }

  /** The record as JSON, for a snapshot of the ledger. */
  public String snapshot() {
    return Json.text(view.record());
  }

  /**
   * What only the leader can show.
   *
   * @param settled nothing is to be done and nothing is under way
   * @param waitingFor nodes given time to appear before anything is decided
   */
  public record LeaderView(
      Term term,
      Plan plan,
      SortedMap<NodeName, NodeReport> members,
      boolean settled,
      Set<NodeName> waitingFor) {}
}
