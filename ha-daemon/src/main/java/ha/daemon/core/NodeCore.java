package ha.daemon.core;

import ha.api.NodeStatus.LinkStatus;
import ha.daemon.controller.Controller;
import ha.daemon.controller.ControllerEffect;
import ha.daemon.controller.ControllerEvent;
import ha.daemon.controller.ControllerEvent.FenceProgress;
import ha.daemon.controller.Decider;
import ha.daemon.controller.NodeReport;
import ha.daemon.controller.Now;
import ha.daemon.controller.Reports;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.daemon.desk.Desk;
import ha.daemon.desk.DeskEffect;
import ha.daemon.desk.Situation;
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
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** One node's whole state machine. One thread calls {@link #step}. */
public final class NodeCore {
  /** Entries after which the ledger is compacted. */
  private static final long COMPACT_AFTER = 500;

  private static final long SEED_TOKEN = Long.MIN_VALUE;

  private final NodeName self;
  private Incarnation life;
  private final Agreement agreement;
  private final Controller controller;
  private final Desk desk;
  private final Seed seed;
  private final Map<Long, Origin> calls = new TreeMap<>();
  private final ForwardedCalls forwarded = new ForwardedCalls();
  private final TreeMap<Long, Fenced> peerFences = new TreeMap<>();
  private final TreeSet<Long> fences = new TreeSet<>();
  private final Deque<AgreementEvent> forAgreement = new ArrayDeque<>();
  private final List<CoreEffect> out = new ArrayList<>();
  private SortedMap<NodeName, List<LinkStatus>> links = new TreeMap<>();
  private Optional<NodeReport> changedReport = Optional.empty();
  private Term term = Term.NONE;
  private Optional<NodeName> leader = Optional.empty();
  private boolean leading;
  private boolean carryingOut;
  private boolean handedOver;
  private boolean seeded;
  private Instant suspendedSince;
  private MonoTime now;
  private Instant wall;
  private long callNumbers;
  private long peerFenceRequests;
  private long snapshotAsked;

  /** Where a call came from: this node's own API, or another node. */
  private record Origin(Optional<NodeName> from, long number) {}

  /** A fencing that the agreement asked for. */
  private record Fenced(NodeName node, Incarnation incarnation) {}

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
    this.desk = desk;
    this.seed = seed;
    this.now = now;
    this.wall = wall;
    this.suspendedSince = wall;
    this.snapshotAsked = durable.snapshot().position().index();
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
    seedDefinitions();
    compact();
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
        out.addAll(forwarded.expired(now));
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
      case CoreEvent.AttributeSet e ->
          controller(new ControllerEvent.AttributeSet(e.attribute(), e.value()));
      case CoreEvent.FenceProgressed e -> fenceProgressed(e);
      case CoreEvent.WokenUp ignored -> controller(new ControllerEvent.WokenUp());
      case CoreEvent.LeaveRequested ignored -> controller(new ControllerEvent.LeaveRequested());
      case CoreEvent.Called e -> called(new Origin(Optional.empty(), e.number()), e.call());
      case CoreEvent.CallForwarded e ->
          called(new Origin(Optional.of(e.from()), e.number()), e.call());
      case CoreEvent.CallAnswered e -> {
        if (forwarded.answered(e.number())) {
          out.add(new CoreEffect.Answer(e.number(), e.reply()));
        }
      }
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
      case AgreementEffect.FencePeer e -> fencePeer(e);
      case AgreementEffect.CancelFence e -> cancelFence(e);
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

  private void say(String sentence) {
    out.add(new CoreEffect.Say(sentence));
  }

  private void leading(AgreementEffect.Leading e) {
    term = e.term();
    leader = Optional.of(self);
    leading = true;
    callOffFences();
    out.addAll(forwarded.leaderIs(leader));
    desk.feed().termBegan(term);
    out.add(new CoreEffect.TermBegan(term));
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
    out.addAll(forwarded.leaderIs(leader));
    out.add(new CoreEffect.TermBegan(term));
    controller(new ControllerEvent.Following(e.term(), e.leader()));
  }

  private void suspended(AgreementEffect.Suspended e) {
    if (leader.isPresent()) {
      suspendedSince = wall;
    }
    endLeadership();
    leader = Optional.empty();
    controller(new ControllerEvent.Suspended(e.reason()));
    out.addAll(forwarded.leaderIs(leader));
  }

  private void endLeadership() {
    if (leading) {
      leading = false;
      callOffFences();
      desk(desk.leadershipEnded());
    }
  }

  private void appended(long token, boolean done, String why) {
    if (token == SEED_TOKEN) {
      seeded = done;
    } else if (token < 0) {
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

  /** The first leader of an empty ledger writes the definitions that it was started with. */
  private void seedDefinitions() {
    boolean empty = controller.record().revision().isEmpty();
    if (leading && empty && !seeded && !seed.yaml().isEmpty()) {
      seeded = true;
      agreement(
          new AgreementEvent.Append(
              SEED_TOKEN,
              List.of(
                  new LedgerEntry.DefinitionsApplied(
                      wall, seed.yaml(), seed.author(), "first definitions"))));
    }
    if (!leading) {
      seeded = false;
    }
  }

  private void compact() {
    long index = controller.record().position().index();
    if (index >= snapshotAsked + COMPACT_AFTER
        && agreement.view().entriesSinceSnapshot() >= COMPACT_AFTER) {
      snapshotAsked = index;
      agreement(
          new AgreementEvent.SnapshotTaken(
              index, controller.record().position().term(), controller.snapshot()));
    }
  }

  private void fencePeer(AgreementEffect.FencePeer e) {
    peerFences
        .entrySet()
        .removeIf(old -> {
          boolean same = old.getValue().node().equals(e.node());
          if (same) {
            out.add(new CoreEffect.CancelFence(old.getKey(), "asked anew"));
          }
          return same;
        });
    long request = - ++peerFenceRequests;
    peerFences.put(request, new Fenced(e.node(), e.incarnation()));
    out.add(
        new CoreEffect.Fence(
            request, e.node(), e.incarnation(), FenceMode.REBOOT, e.delay(), e.reason()));
  }

  private void cancelFence(AgreementEffect.CancelFence e) {
    peerFences.forEach((request, fenced) -> {
      if (fenced.node().equals(e.node())) {
        out.add(new CoreEffect.CancelFence(request, e.reason()));
      }
    });
  }

  /** A leadership that has ended fences nobody; the next one decides that for itself. */
  private void callOffFences() {
    fences.forEach(request -> out.add(new CoreEffect.CancelFence(request, "the term has ended")));
    fences.clear();
  }

  private void fenceProgressed(CoreEvent.FenceProgressed e) {
    if (e.request() >= 0) {
      fences.remove(e.request());
      controller(new ControllerEvent.FenceProgressed(e.request(), e.progress()));
      return;
    }
    Fenced fenced = peerFences.get(e.request());
    if (fenced == null) {
      return;
    }
    switch (e.progress()) {
      case FenceProgress.OffConfirmed off ->
          agreement(
              new AgreementEvent.FenceConfirmed(
                  fenced.node(), fenced.incarnation(), off.device(), "cluster", off.how()));
      case FenceProgress.Failed failed -> {
        peerFences.remove(e.request());
        agreement(
            new AgreementEvent.FenceFailed(
                fenced.node(), fenced.incarnation(), failed.device(), failed.cause()));
      }
      case FenceProgress.OnEnded on -> {
        peerFences.remove(e.request());
        say(
            on.on()
                ? fenced.node() + " is switched on again"
                : fenced.node() + " stays off: " + on.detail());
      }
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
      case ControllerEffect.Fence e -> {
        fences.add(e.request());
        out.add(
            new CoreEffect.Fence(
                e.request(), e.node(), e.incarnation(), e.mode(), Duration.ZERO, e.reason()));
      }
      case ControllerEffect.Condemned e -> agreement(new AgreementEvent.Condemned(e.reason()));
      case ControllerEffect.ReportChanged e -> changedReport = Optional.of(e.report());
      case ControllerEffect.ClaimChanged e -> agreement(new AgreementEvent.ClaimChanged(e.claim()));
      case ControllerEffect.DefinitionsChanged e -> {
        agreement(new AgreementEvent.SettingsChanged(e.definitions().cluster()));
        out.add(new CoreEffect.DefinitionsChanged(e.definitions()));
      }
      case ControllerEffect.WakeAt e -> out.add(new CoreEffect.WakeAt(e.moment()));
      case ControllerEffect.Leave ignored -> agreement(new AgreementEvent.LeaveRequested());
      case ControllerEffect.RecordRefused e ->
          desk(desk.recorded(e.token(), false, e.why(), controller.record()));
      case ControllerEffect.Progress e -> desk.feed().add(e.event());
      case ControllerEffect.Say e -> say(e.sentence());
    }
  }

  // ---- the API -------------------------------------------------------------------------------

  private void called(Origin origin, ApiCall call) {
    if (!leading && leader.isPresent() && origin.from().isEmpty() && Desk.needsLeader(call)) {
      forwarded.add(origin.number(), leader.get(), now);
      out.add(new CoreEffect.ForwardCall(leader.get(), origin.number(), call));
      return;
    }
    long number = ++callNumbers;
    calls.put(number, origin);
    desk(desk.call(number, call, situation(), now));
  }

  private void desk(List<DeskEffect> effects) {
    for (DeskEffect effect : effects) {
      switch (effect) {
        case DeskEffect.Answer e -> answer(e.number(), e.reply());
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

  private void answer(long number, ApiReply reply) {
    Origin origin = calls.remove(number);
    if (origin == null) {
      return;
    }
    out.add(
        origin
            .from()
            .<CoreEffect>map(to -> new CoreEffect.ForwardAnswer(to, origin.number(), reply))
            .orElseGet(() -> new CoreEffect.Answer(origin.number(), reply)));
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
