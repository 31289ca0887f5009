package ha.daemon.core;

import ha.api.NodeStatus.LinkStatus;
import ha.daemon.blackbox.Note;
import ha.daemon.controller.Controller;
import ha.daemon.controller.ControllerEffect;
import ha.daemon.controller.ControllerEvent;
import ha.daemon.controller.Decider;
import ha.daemon.controller.Holding;
import ha.daemon.controller.NodeReport;
import ha.daemon.controller.Now;
import ha.daemon.controller.Reports;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.Desk;
import ha.daemon.desk.DeskEffect;
import ha.daemon.desk.Situation;
import ha.daemon.proof.FenceTestWish;
import ha.membership.agreement.Agreement;
import ha.membership.agreement.AgreementConfig;
import ha.membership.agreement.AgreementEffect;
import ha.membership.agreement.AgreementEvent;
import ha.membership.ledger.Durable;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.model.json.Json;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.Position;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** One node's whole state machine. One thread calls {@link #step}. */
public final class NodeCore {
  private final NodeName self;
  private Incarnation life;
  private final Agreement agreement;
  private final Controller controller;
  private final Desk desk;
  private final Calls calls = new Calls();
  private final Fencings fencings = new Fencings();
  private final LedgerCare ledgerCare;
  private final WatchedNodes watchedNodes = new WatchedNodes();
  private final OwnFences ownFences;
  private final FenceTestWish fenceTests = new FenceTestWish();
  private final Deque<AgreementEvent> forAgreement = new ArrayDeque<>();
  private final List<CoreEffect> out = new ArrayList<>();
  private SortedMap<NodeName, List<LinkStatus>> links = new TreeMap<>();
  private Optional<NodeReport> changedReport = Optional.empty();
  private Term term = Term.NONE;
  private Optional<NodeName> leader = Optional.empty();
  private boolean leading;
  private boolean carryingOut;
  private boolean handedOver;
  private Instant suspendedSince;
  private MonoTime now;
  private Instant wall;

  /**
   * Definitions to begin with, applied by the first leader of an empty ledger.
   *
   * @param yaml empty: none
   */
  public record Seed(String yaml, String author) {}

  public NodeCore(
      AgreementConfig config,
      Incarnation incarnation,
      Durable durable,
      Decider decider,
      Function<String, Optional<Definitions>> reader,
      Desk desk,
      Seed seed,
      MonoTime now,
      Instant wall) {
    this.self = config.self();
    this.life = incarnation;
    this.ownFences = new OwnFences(self);
    this.desk = desk;
    this.now = now;
    this.wall = wall;
    this.suspendedSince = wall;
    this.ledgerCare = new LedgerCare(seed, durable.snapshot().position().index());
    this.agreement = new Agreement(config, incarnation, durable, now);
    this.controller =
        new Controller(
            self, incarnation, recordOf(durable), decider, reader, new Now(now, wall, false));
  }

  private static ClusterRecord recordOf(Durable durable) {
    String state = durable.snapshot().state();
    return state.isEmpty() ? ClusterRecord.EMPTY : Json.read(state, ClusterRecord.class);
  }

  /** Whether this node may act at {@code at}; executors ask at the last moment. */
  public boolean mayAct(MonoTime at) {
    return agreement.mayAct(at);
  }

  /** Why the cluster decided to fence the present life of this node; empty if it did not. */
  public Optional<String> fenceOrdered() {
    return ownFences.ordered(life);
  }

  /** The life that this node is in. */
  public Incarnation life() {
    return life;
  }

  /** What may run on this node. */
  public Holding holding() {
    return controller.holding();
  }

  /** Until when the lease holds; what is asked from other threads is compared with this. */
  public MonoTime leaseUntil() {
    return agreement.leaseUntil();
  }

  /** The newest term this node takes part in. */
  public Term term() {
    return term;
  }

  /** The agreement, for tests and status. */
  public Agreement agreement() {
    return agreement;
  }

  /** The controller, for tests and status. */
  public Controller controller() {
    return controller;
  }

  /** Takes one event in; returns what is to be done, in order. */
  public List<CoreEffect> step(CoreEvent event, MonoTime at, Instant wallClock) {
    now = at;
    wall = wallClock;
    out.clear();
    handle(event);
    handOverReport();
    careForLedger();
    watchedNodes.changed(controller.record()).ifPresent(out::add);
    ownFences.changed(controller.record(), life).ifPresent(out::add);
    fenceTests.in(controller.record()).forEach(node -> out.add(new CoreEffect.CheckFencing(node)));
    desk.feed().settled(controller.isSettled());
    if (desk.isAwaited()) {
      desk(desk.afterStep(situation(), now));
    }
    return List.copyOf(out);
  }

  private void handle(CoreEvent event) {
    switch (event) {
      case CoreEvent.Tick ignored -> {
        agreement(new AgreementEvent.Tick());
        controller(new ControllerEvent.Tick());
        calls.tick(now, out);
      }
      case CoreEvent.PeerSaid e ->
          agreement(new AgreementEvent.Received(e.from(), e.incarnation(), e.message()));
      case CoreEvent.ProcessGone e -> agreement(new AgreementEvent.ProcessGone(e.node()));
      case CoreEvent.Persisted e -> agreement(new AgreementEvent.Persisted(e.ticket()));
      case CoreEvent.PersistFailed e ->
          agreement(new AgreementEvent.PersistFailed(e.ticket(), e.cause()));
      case CoreEvent.ControllerSaid e ->
          controller(new ControllerEvent.Received(e.from(), e.message()));
      case CoreEvent.OperationEnded e ->
          controller(new ControllerEvent.OperationEnded(e.operationId(), e.result()));
      case CoreEvent.OperationRemarked e ->
          controller(new ControllerEvent.OperationRemarked(e.remark()));
      case CoreEvent.AttributeSet e ->
          controller(new ControllerEvent.AttributeSet(e.attribute(), e.value()));
      case CoreEvent.AttributeOrdered e ->
          controller(new ControllerEvent.AttributeOrdered(e.node(), e.attribute(), e.value()));
      case CoreEvent.FenceProgressed e -> fenceProgressed(e);
      case CoreEvent.WokenUp ignored -> controller(new ControllerEvent.WokenUp());
      case CoreEvent.LeaveRequested ignored -> controller(new ControllerEvent.LeaveRequested());
      case CoreEvent.Called e -> called(Calls.Origin.here(e.number()), e.call());
      case CoreEvent.FactsGathered e -> calls.answer(e.number(), e.reply(), out);
      case CoreEvent.CallForwarded e -> called(Calls.Origin.of(e.from(), e.number()), e.call());
      case CoreEvent.CallAnswered e -> calls.answered(e, out);
      case CoreEvent.LinksSeen e -> links = e.links();
    }
  }

  // ---- agreement -----------------------------------------------------------------------------

  /** One after the other: what a step wants is carried out before the next step is taken. */
  private void agreement(AgreementEvent event) {
    forAgreement.add(event);
    if (carryingOut) {
      return;
    }
    carryingOut = true;
    while (!forAgreement.isEmpty()) {
      agreement.step(forAgreement.remove(), now, wall).forEach(this::carryOut);
    }
    carryingOut = false;
  }

  private void carryOut(AgreementEffect effect) {
    switch (effect) {
      case AgreementEffect.Beat e -> out.add(new CoreEffect.Beat(life, e.message()));
      case AgreementEffect.Send e -> out.add(new CoreEffect.SendPeer(e.to(), life, e.message()));
      case AgreementEffect.Persist e -> out.add(new CoreEffect.Persist(e.ticket(), e.write()));
      case AgreementEffect.FencePeer e -> fencings.begin(e, out);
      case AgreementEffect.CancelFence e -> fencings.cancel(e, out);
      case AgreementEffect.BreakOffFence e -> fencings.breakOff(e, out);
      case AgreementEffect.Leading e -> leading(e);
      case AgreementEffect.Following e -> following(e);
      case AgreementEffect.Suspended e -> suspended(e);
      case AgreementEffect.Committed e ->
          controller(new ControllerEvent.Committed(new Position(e.term(), e.index()), e.entry()));
      case AgreementEffect.Restored e -> controller(new ControllerEvent.Restored(e.state()));
      case AgreementEffect.AppendDone e -> appended(e.token(), true, "");
      case AgreementEffect.AppendFailed e -> appended(e.token(), false, e.why());
      case AgreementEffect.PeerLost e -> say(e.node() + " is lost: " + e.how());
      case AgreementEffect.Reborn e -> {
        say("this daemon goes on as incarnation " + e.incarnation() + ": " + e.reason());
        life = e.incarnation();
        controller(new ControllerEvent.Reborn(e.incarnation()));
      }
      case AgreementEffect.Disowned e -> {
        out.add(new CoreEffect.EndEverything(e.reason()));
        controller(new ControllerEvent.LeaveRequested());
      }
      case AgreementEffect.Left e -> out.add(new CoreEffect.Exit(e.recorded(), e.detail()));
      case AgreementEffect.Say e -> say(e.sentence());
    }
  }

  private void noted(Note.Kind kind, String text) {
    out.add(new CoreEffect.Noted(kind, text));
  }

  private void say(String sentence) {
    out.add(new CoreEffect.Say(sentence));
  }

  private void leading(AgreementEffect.Leading e) {
    term = e.term();
    leader = Optional.of(self);
    leading = true;
    fencings.callOff(out);
    calls.leaderIs(leader, out);
    desk.feed().termBegan(term);
    out.add(new CoreEffect.TermBegan(term));
    noted(Note.Kind.MEMBER, "leads term " + term + " of " + e.members().keySet());
    TreeMap<NodeName, ControllerEvent.Member> members = new TreeMap<>();
    e.members()
        .forEach((node, member) ->
            members.put(node, new ControllerEvent.Member(member.incarnation(), member.report())));
    controller(new ControllerEvent.Leading(e.term(), members));
  }

  private void following(AgreementEffect.Following e) {
    endLeadership();
    term = e.term();
    leader = Optional.of(e.leader());
    calls.leaderIs(leader, out);
    out.add(new CoreEffect.TermBegan(term));
    noted(Note.Kind.MEMBER, "in term " + term + ", led by " + e.leader());
    controller(new ControllerEvent.Following(e.term(), e.leader()));
  }

  private void suspended(AgreementEffect.Suspended e) {
    if (leader.isPresent()) {
      suspendedSince = wall;
      noted(Note.Kind.ALONE, e.reason());
    }
    endLeadership();
    leader = Optional.empty();
    controller(new ControllerEvent.Suspended(e.reason()));
    calls.leaderIs(leader, out);
  }

  private void endLeadership() {
    if (leading) {
      leading = false;
      fencings.callOff(out);
      desk(desk.leadershipEnded());
    }
  }

  private void appended(long token, boolean done, String why) {
    if (ledgerCare.ended(token, done)) {
      return;
    }
    if (token < 0) {
      desk(desk.recorded(token, done, why, controller.record()));
    } else {
      controller(new ControllerEvent.AppendEnded(token, done, why));
    }
  }

  private void handOverReport() {
    if (!handedOver) {
      handedOver = true;
      changedReport = changedReport.or(() -> Optional.of(controller.report()));
    }
    changedReport.ifPresent(report -> {
      changedReport = Optional.empty();
      agreement(new AgreementEvent.ReportChanged(Reports.write(report)));
    });
  }

  private void careForLedger() {
    ClusterRecord record = controller.record();
    ledgerCare.seed(leading, record, wall).ifPresent(this::agreement);
    ledgerCare
        .compact(
            record.position(), () -> agreement.view().entriesSinceSnapshot(), controller::snapshot)
        .ifPresent(this::agreement);
  }

  private void fenceProgressed(CoreEvent.FenceProgressed e) {
    if (Fencings.isOfLeader(e.request())) {
      fencings.ended(e.request());
      controller(new ControllerEvent.FenceProgressed(e.request(), e.progress()));
    } else {
      fencings.progressed(e, out).ifPresent(this::agreement);
    }
  }

  private void controller(ControllerEvent event) {
    List<ControllerEffect> effects =
        controller.step(event, new Now(now, wall, agreement.mayAct(now)));
    effects.forEach(this::carryOut);
  }

  private void carryOut(ControllerEffect effect) {
    switch (effect) {
      case ControllerEffect.Send e -> out.add(new CoreEffect.SendController(e.to(), e.message()));
      case ControllerEffect.Append e ->
          agreement(new AgreementEvent.Append(e.token(), e.entries()));
      case ControllerEffect.RunAgent e ->
          out.add(new CoreEffect.RunAgent(e.operationId(), e.term(), e.action(), e.retreat()));
      case ControllerEffect.CancelRecurring e ->
          out.add(new CoreEffect.CancelRecurring(e.resource(), e.operation(), e.interval()));
      case ControllerEffect.CancelQueued ignored -> out.add(new CoreEffect.CancelQueued());
      case ControllerEffect.Fence e -> fencings.begin(e, out);
      case ControllerEffect.BreakOffFence e -> fencings.breakOff(e, out);
      case ControllerEffect.NodeOff e -> out.add(new CoreEffect.NodeOff(e.node()));
      case ControllerEffect.Condemned e -> agreement(new AgreementEvent.Condemned(e.reason()));
      case ControllerEffect.ReportChanged e -> changedReport = Optional.of(e.report());
      case ControllerEffect.ClaimChanged e -> agreement(new AgreementEvent.ClaimChanged(e.claim()));
      case ControllerEffect.DefinitionsChanged e -> {
        agreement(new AgreementEvent.SettingsChanged(e.definitions().cluster()));
        out.add(new CoreEffect.DefinitionsChanged(e.definitions()));
      }
      case ControllerEffect.WakeAt e -> out.add(new CoreEffect.WakeAt(e.moment()));
      case ControllerEffect.Leave ignored -> agreement(new AgreementEvent.LeaveRequested());
      case ControllerEffect.StopsFailed e -> out.add(new CoreEffect.StopsFailed(e.resources()));
      case ControllerEffect.GiveUp ignored -> out.add(new CoreEffect.GiveUp());
      case ControllerEffect.RecordRefused e ->
          desk(desk.recorded(e.token(), false, e.why(), controller.record()));
      case ControllerEffect.Progress e -> desk.feed().add(e.event());
      case ControllerEffect.Say e -> say(e.sentence());
    }
  }

  // ---- the API -------------------------------------------------------------------------------

  private void called(Calls.Origin origin, ApiCall call) {
    Optional<NodeName> asked = Desk.nodeThatKnows(call);
    if (asked.equals(Optional.of(self))) {
      out.add(new CoreEffect.GatherFacts(calls.take(origin)));
      return;
    }
    boolean known =
        asked.isPresent()
            && agreement.view().peers().stream().anyMatch(p -> p.node().equals(asked.get()));
    if (known && origin.isHere()) {
      calls.toNode(asked.get(), origin, call, now, out);
      return;
    }
    boolean elsewhere = !leading && leader.isPresent() && asked.isEmpty() && Desk.needsLeader(call);
    if (elsewhere && origin.isHere()) {
      calls.toLeader(leader.get(), origin, call, now, out);
    } else {
      desk(desk.call(calls.take(origin), call, situation(), now));
    }
  }

  private void desk(List<DeskEffect> effects) {
    for (DeskEffect effect : effects) {
      switch (effect) {
        case DeskEffect.Answer e -> calls.answer(e.number(), e.reply(), out);
        case DeskEffect.Commit e ->
            controller(new ControllerEvent.Recorded(e.token(), e.entries()));
        case DeskEffect.Bug e -> say(e.text());
        case DeskEffect.VouchOff e ->
            agreement(
                new AgreementEvent.FenceConfirmed(
                    e.node(), newestLife(e.node()), "", e.author(), e.reason()));
        case DeskEffect.LeadAlone e ->
            agreement(new AgreementEvent.LeadAloneOrdered(e.author(), e.reason()));
      }
    }
  }

  private Incarnation newestLife(NodeName node) {
    Incarnation recorded = controller.record().node(node).incarnation();
    return agreement.view().peers().stream()
        .filter(p -> p.node().equals(node) && p.incarnation().newerThan(recorded))
        .map(p -> p.incarnation())
        .findFirst()
        .orElse(recorded);
  }

  /** Everything that answers are made from, at this moment. */
  public Situation situation() {
    return new Situation(
        wall,
        self,
        controller.record(),
        controller.definitions(),
        term,
        leader,
        controller.leaderView(new Now(now, wall, agreement.mayAct(now))),
        controller.report(),
        QuorumWords.of(agreement.view(), suspendedSince),
        links);
  }
}
