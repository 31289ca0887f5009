package ha.membership.agreement;

import ha.membership.ledger.Durable;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One node's part in agreeing who leads, with whom, and on what. A deterministic state machine:
 * {@link #step} takes what happened and gives what is to be done; there is no clock, thread, file
 * or random number inside. Not thread-safe: one thread owns it.
 *
 * <p>A {@code Tick} is to come every half heartbeat. A step that comes more than a lease after the
 * one before ends whatever authority there was.
 */
public final class Agreement {
  private final Core core;
  private boolean replayed;
  private String announced = "";
  private MonoTime beatAt;

  /**
   * An agreement at the start of its process.
   *
   * @param incarnation of this process; durable before this call, greater than any before
   * @param durable what the disk held
   */
  public Agreement(AgreementConfig config, Incarnation incarnation, Durable durable, MonoTime now) {
    this.core = new Core(config, incarnation, durable, now);
    this.beatAt = now;
  }

  /** This life's number; stands in the envelope of every message. */
  public Incarnation incarnation() {
    return core.incarnation;
  }

  /** Whether this node may act at {@code now}: in an open term, with a valid lease. */
  public boolean mayAct(MonoTime now) {
    return core.seat.authority(now);
  }

  /** When the right to act ends unless it is renewed. */
  public MonoTime leaseUntil() {
    return core.seat.leaseUntil();
  }

  /** The newest term that this node promised to take part in. */
  public Term term() {
    return core.meta.promised();
  }

  /**
   * Takes one event.
   *
   * @param now monotonic, never earlier than at the step before
   * @param wall for people's eyes and for new incarnations only
   */
  public List<AgreementEffect> step(AgreementEvent event, MonoTime now, Instant wall) {
    core.out.clear();
    core.now = now;
    core.wall = wall;
    if (!replayed) {
      replayed = true;
      core.journal.replay();
    }
    notePause(now);
    core.lastStep = now;
    take(event);
    settle();
    return List.copyOf(core.out);
  }

  private void notePause(MonoTime now) {
    Duration gap = now.since(core.lastStep);
    if (gap.compareTo(core.settings.lease()) > 0) {
      core.say("This process was not run for " + gap + "; taking nothing for granted.");
      core.seat.leave("this process was not run for " + gap);
      core.peers.forgetAll();
      core.resumedAt = now;
      core.two.slept();
    }
  }

  private void take(AgreementEvent event) {
    switch (event) {
      case AgreementEvent.Tick ignored -> {}
      case AgreementEvent.Received received -> received(received);
      case AgreementEvent.ProcessGone gone -> core.peers.of(gone.node()).gone = true;
      case AgreementEvent.Persisted done -> {
        core.disk.persisted(done.ticket());
        core.seat.acknowledge();
      }
      case AgreementEvent.PersistFailed failed -> core.disk.failed(failed.ticket(), failed.cause());
      case AgreementEvent.Append append -> append(append);
      case AgreementEvent.FenceConfirmed confirmed -> core.two.fenceConfirmed(confirmed);
      case AgreementEvent.FenceFailed failed -> core.two.fenceFailed(failed);
      case AgreementEvent.PeerPowerRead read ->
          core.peers.of(read.node()).power = Optional.of(read.power());
      case AgreementEvent.ClaimChanged changed -> core.claim = changed.claim();
      case AgreementEvent.ReportChanged changed -> core.report = changed.report();
      case AgreementEvent.SettingsChanged changed -> core.settings = changed.settings();
      case AgreementEvent.SnapshotTaken taken ->
          core.journal.compact(taken.index(), taken.term(), taken.state());
      case AgreementEvent.LeaveRequested ignored -> core.departure.request();
      case AgreementEvent.Condemned condemned -> core.silence.condemned(condemned.reason());
      case AgreementEvent.LeadAloneOrdered ordered -> core.two.leadAloneOrdered(ordered);
    }
  }

  private void append(AgreementEvent.Append append) {
    Reign reign = core.reign;
    if (reign == null || !reign.open() || !core.seat.authority(core.now)) {
      String leader = core.seat.leader().map(node -> "; " + node + " leads").orElse("");
      core.out.add(new AgreementEffect.AppendFailed(append.token(), false, "not leading" + leader));
      return;
    }
    if (append.entries().isEmpty()) {
      core.out.add(new AgreementEffect.AppendDone(append.token()));
      return;
    }
    reign.append(append.token(), append.entries());
  }

  private void received(AgreementEvent.Received received) {
    NodeName from = received.from();
    Incarnation life = received.incarnation();
    Peers.Peer peer = core.peers.of(from);
    if (core.silence.isKept() || from.equals(core.self)) {
      return;
    }
    if (peer.incarnation.newerThan(life)) {
      // A late word, or a node that has forgotten its newest life, whose disk was replaced.
      core.send(from, new PeerMessage.Outcast(life, Standing.LOST, peer.incarnation));
      return;
    }
    if (over(from, life)) {
      return;
    }
    if (life.newerThan(peer.incarnation)) {
      core.peers.began(peer, life);
    }
    message(from, life, peer, received.message());
  }

  /** Turns away a life that the record, or a confirmation of this node, calls over. */
  private boolean over(NodeName from, Incarnation life) {
    if (core.unsafe(Unsafe.WELCOME_THE_DEAD)) {
      return false;
    }
    var known = core.journal.committedRoll().lives().get(from);
    if (core.two.confirmedOff(from, life)) {
      core.send(from, new PeerMessage.Outcast(life, Standing.FENCED, core.newestLife(from)));
      return true;
    }
    if (known == null || life.newerThan(known.incarnation())) {
      return false;
    }
    boolean present =
        life.equals(known.incarnation())
            && (known.standing() == Standing.MEMBER || known.standing() == Standing.LEFT);
    if (!present) {
      Standing standing = life.equals(known.incarnation()) ? known.standing() : Standing.LOST;
      core.send(from, new PeerMessage.Outcast(life, standing, core.newestLife(from)));
    }
    return !present;
  }

  private void message(NodeName from, Incarnation life, Peers.Peer peer, PeerMessage message) {
    Reign reign = core.reign;
    switch (message) {
      case PeerMessage.Beat beat -> beat(from, life, peer, beat);
      case PeerMessage.Propose propose -> core.seat.proposed(from, life, propose);
      case PeerMessage.Append append -> core.seat.append(from, life, append);
      case PeerMessage.Install install -> core.seat.install(from, life, install);
      case PeerMessage.Fetch fetch -> fetch(from, life, fetch);
      case PeerMessage.Outcast outcast -> outcast(from, outcast);
      case PeerMessage.Farewell farewell -> core.departure.farewell(farewell);
      case PeerMessage.Refuse refuse -> {
        noteTerm(refuse.promised());
        core.candidacy.refused(from, refuse);
        if (reign != null) {
          reign.refused(from, refuse);
        }
      }
      case PeerMessage.Promise promise -> {
        core.candidacy.promised(from, life, promise);
        if (reign != null) {
          reign.promised(from, life, promise);
        }
      }
      case PeerMessage.Fetched fetched -> {
        if (reign != null) {
          reign.fetched(from, fetched);
        }
      }
      case PeerMessage.Appended appended -> {
        if (reign != null) {
          reign.appended(from, life, appended);
        }
      }
      case PeerMessage.Mismatch mismatch -> {
        if (reign != null) {
          reign.mismatch(from, life, mismatch);
        }
      }
    }
  }

  private void noteTerm(Term seen) {
    if (seen.newerThan(core.highestTerm)) {
      core.highestTerm = seen;
    }
  }

  private void beat(NodeName from, Incarnation life, Peers.Peer peer, PeerMessage.Beat beat) {
    if (!core.peers.heard(peer, beat)) {
      return;
    }
    noteTerm(beat.term());
    core.two.beat(from, life, beat);
    if (core.seat.ledBy(from, life) && beat.term().equals(core.seat.term())) {
      core.seat.committed(beat.commit());
    }
    if (beat.leaving()) {
      core.departure.goodbye(from, life);
    }
  }

  private void fetch(NodeName from, Incarnation life, PeerMessage.Fetch fetch) {
    if (!core.seat.bound()
        || !core.seat.ledBy(from, life)
        || !fetch.term().equals(core.seat.term())) {
      return;
    }
    Journal journal = core.journal;
    boolean known = journal.at(fetch.after().index()).equals(Optional.of(fetch.after()));
    core.send(
        from,
        new PeerMessage.Fetched(
            fetch.term(),
            known ? Optional.empty() : Optional.of(journal.base()),
            known ? fetch.after() : journal.base().position(),
            known ? Reign.batch(core, fetch.after().index()) : List.of()));
  }

  private void outcast(NodeName from, PeerMessage.Outcast outcast) {
    if (!outcast.incarnation().equals(core.incarnation) || core.rebirth) {
      return;
    }
    String reason =
        from
            + " says that life "
            + core.incarnation
            + " of this node is "
            + (outcast.standing() == Standing.FENCED ? "confirmed off" : "lost");
    if (outcast.standing() == Standing.FENCED) {
      core.out.add(new AgreementEffect.Disowned(reason));
    }
    core.seat.leave(reason);
    core.rebirth = true;
    long known = Math.max(core.incarnation.number(), outcast.newest().number());
    Incarnation next = new Incarnation(Math.max(known + 1, core.wall.toEpochMilli()));
    core.saveMeta(
        core.meta.withIncarnation(next),
        () -> {
          core.rebirth = false;
          core.incarnation = next;
          core.bornAt = core.now;
          core.resumedAt = core.now;
          core.peers.reborn();
          core.two.reborn();
          core.beatSoon = true;
          core.out.add(new AgreementEffect.Reborn(next, reason));
        });
  }

  /** What follows from the state, whatever the event was. */
  private void settle() {
    endLapsed();
    core.seat.upkeep();
    if (core.reign != null) {
      core.reign.upkeep();
    }
    core.two.upkeep();
    core.departure.upkeep();
    core.candidacy.consider();
    noteLost();
    core.disk.pump();
    announce();
    sendBeat();
  }

  /**
   * A leader's lease that ran out is never renewed: its term is over. What the members reported was
   * said when they promised it, and nothing may be decided on that again once others had the time
   * to act; the next term's promises bring it up to date.
   */
  private void endLapsed() {
    boolean led = core.reign != null && core.reign.open() && announced.equals(place());
    if (led && !core.unsafe(Unsafe.IGNORE_LEASE) && !core.now.before(core.seat.leaseUntil())) {
      core.seat.leave("the lease ran out before the others were heard");
    }
  }

  private void noteLost() {
    for (var life : core.journal.tailRoll().lives().entrySet()) {
      NodeName node = life.getKey();
      Peers.Peer peer = core.peers.of(node);
      boolean member =
          life.getValue().standing() == Standing.MEMBER
              && life.getValue().incarnation().equals(peer.incarnation);
      if (member && !node.equals(core.self) && !peer.saidLost && core.peers.lost(node)) {
        peer.saidLost = true;
        boolean gone = core.peers.processGone(node);
        String how = gone ? "its daemon is gone" : "not heard for " + core.settings.detection();
        core.out.add(new AgreementEffect.PeerLost(node, peer.incarnation, how));
      }
    }
  }

  /** Says when the right to act comes and goes. */
  private void announce() {
    Seat seat = core.seat;
    Reign reign = core.reign;
    if (!seat.authority(core.now)) {
      if (!announced.isEmpty()) {
        core.out.add(new AgreementEffect.Suspended(waitsFor()));
      }
      announced = "";
      return;
    }
    if (place().equals(announced)) {
      return;
    }
    announced = place();
    if (reign != null) {
      SortedMap<NodeName, AgreementEffect.Member> members = new TreeMap<>();
      reign
          .members()
          .forEach((node, life) ->
              members.put(node, new AgreementEffect.Member(life, reign.report(node))));
      core.out.add(new AgreementEffect.Leading(seat.term(), members));
    } else {
      NodeName leader = seat.leader().orElseThrow();
      core.out.add(new AgreementEffect.Following(seat.term(), leader, seat.members()));
    }
  }

  private String place() {
    return core.seat.role() + " in " + core.seat.term();
  }

  private void sendBeat() {
    boolean due = !core.now.before(beatAt);
    if (core.rebirth || core.silence.isKept() || (!due && !core.beatSoon)) {
      return;
    }
    core.beatSoon = false;
    beatAt = core.now.plus(core.settings.heartbeat());
    boolean leads = core.reign != null && core.seat.authority(core.now);
    Duration left = leads ? core.seat.leaseUntil().since(core.now) : Duration.ofNanos(-1);
    core.out.add(new AgreementEffect.Beat(core.peers.beat(left)));
  }

  private String waitsFor() {
    if (core.departure.leaving()) {
      return "leaving the cluster";
    }
    if (core.rebirth) {
      return "beginning a new life";
    }
    Reign reign = core.reign;
    if (reign != null && !reign.open()) {
      return reign.waitsFor();
    }
    if (core.seat.open()) {
      return "the lease ran out; waiting to hear the other members";
    }
    String waits = core.candidacy.waits();
    return core.seat.why() + (waits.isEmpty() ? "" : "; " + waits);
  }

  /** What can be said of the present state. */
  public AgreementView view() {
    Seat seat = core.seat;
    List<AgreementView.PeerView> peers = new ArrayList<>();
    for (NodeName node : core.others()) {
      Peers.Peer peer = core.peers.of(node);
      boolean heard = peer.heardAt != null && !core.past(peer.heardAt, core.settings.detection());
      PeerMessage.Role role = peer.beat == null ? PeerMessage.Role.FREE : peer.beat.role();
      peers.add(
          new AgreementView.PeerView(
              node, peer.incarnation, heard, core.peers.alive(node), role, peer.power));
    }
    boolean acts = mayAct(core.now);
    return new AgreementView(
        core.self,
        core.incarnation,
        seat.role(),
        core.meta.promised(),
        seat.leader(),
        seat.open() ? seat.members() : Collections.emptySortedMap(),
        acts,
        leaseUntil(),
        acts ? "" : waitsFor(),
        peers,
        core.electorate(),
        core.journal.last(),
        core.journal.commit(),
        core.journal.commit() - core.journal.base().position().index(),
        core.meta.lastMan(),
        core.disk.trouble());
  }
}
