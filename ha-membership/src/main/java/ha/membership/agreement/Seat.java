package ha.membership.agreement;

import ha.membership.ledger.Meta.Candidate;
import ha.membership.ledger.Roll;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * This node's place in a term: free, bound by a promise, or in the open term. A promise ends
 * whatever place it had before; only one for a newer term is given.
 */
final class Seat {
  private enum Stage {
    FREE,
    PROMISING,
    BOUND,
    OPEN
  }

  private final Core core;
  private Stage stage = Stage.FREE;
  private Term term = Term.NONE;
  private @Nullable Candidate leader;
  private SortedMap<NodeName, Incarnation> members = Collections.emptySortedMap();
  private MonoTime since;
  private MonoTime freeSince;
  private long leaderBeat;
  private MonoTime leaseUntil;
  private MonoTime leasesEnd;
  private long matched;
  private String why = "just started";

  Seat(Core core) {
    this.core = core;
    this.since = core.now;
    this.freeSince = core.now;
    this.leaseUntil = core.now;
    this.leasesEnd = core.now;
  }

  Term term() {
    return term;
  }

  boolean free() {
    return stage == Stage.FREE;
  }

  /** Bound by a durable promise. */
  boolean bound() {
    return stage == Stage.BOUND || stage == Stage.OPEN;
  }

  boolean open() {
    return stage == Stage.OPEN;
  }

  MonoTime freeSince() {
    return freeSince;
  }

  /** Why this node is not in an open term. */
  String why() {
    return why;
  }

  SortedMap<NodeName, Incarnation> members() {
    return members;
  }

  boolean ledBy(NodeName node, Incarnation incarnation) {
    return stage != Stage.FREE && new Candidate(node, incarnation).equals(leader);
  }

  boolean leads() {
    return ledBy(core.self, core.incarnation);
  }

  Optional<NodeName> leader() {
    return leader == null || free() ? Optional.empty() : Optional.of(leader.node());
  }

  Incarnation leaderIncarnation() {
    return leader == null || free() ? Incarnation.UNKNOWN : leader.incarnation();
  }

  PeerMessage.Role role() {
    return switch (stage) {
      case FREE -> PeerMessage.Role.FREE;
      case PROMISING -> leads() ? PeerMessage.Role.PROPOSING : PeerMessage.Role.FREE;
      case BOUND -> leads() ? PeerMessage.Role.PROPOSING : PeerMessage.Role.JOINED;
      case OPEN -> leads() ? PeerMessage.Role.LEADING : PeerMessage.Role.FOLLOWING;
    };
  }

  /** Leaves whatever place this node has. */
  void leave(String reason) {
    why = reason;
    if (free()) {
      return;
    }
    if (open()) {
      core.say("Left term " + term + ": " + reason + ".");
    }
    stage = Stage.FREE;
    freeSince = core.now;
    core.beatSoon = true;
    endReign(reason);
  }

  private void endReign(String reason) {
    Reign reign = core.reign;
    core.reign = null;
    if (reign != null) {
      reign.ended(reason);
    }
  }

  /** Gives the promise to {@code candidate}, which may be this node; then {@code kept} runs. */
  void promise(
      Term next,
      Candidate candidate,
      SortedMap<NodeName, Incarnation> taking,
      long candidateBeat,
      Runnable kept) {
    boolean other = !candidate.node().equals(core.self);
    if (other) {
      endReign(candidate.node() + " proposed term " + next);
    }
    why = "agreeing on term " + next + " led by " + candidate.node();
    leasesEnd = leasesOfOthers(taking);
    stage = Stage.PROMISING;
    term = next;
    leader = candidate;
    members = taking;
    since = core.now;
    leaderBeat = candidateBeat;
    leaseUntil = core.now;
    matched = 0;
    core.beatSoon = true;
    if (next.newerThan(core.highestTerm)) {
      core.highestTerm = next;
    }
    var meta = core.meta.withPromise(next, candidate);
    if (other) {
      core.two.promised(candidate);
      meta = meta.withLastMan(Optional.empty());
    }
    Runnable durable =
        () -> {
          if (stage == Stage.PROMISING && term.equals(next) && candidate.equals(leader)) {
            stage = Stage.BOUND;
            core.beatSoon = true;
            kept.run();
          }
        };
    if (core.unsafe(Unsafe.PROMISE_BEFORE_FSYNC)) {
      core.saveMeta(meta, () -> {});
      durable.run();
    } else {
      core.saveMeta(meta, durable);
    }
  }

  /** Until when somebody who is not {@code taking} part may act on this node's word. */
  private MonoTime leasesOfOthers(SortedMap<NodeName, Incarnation> taking) {
    MonoTime end = core.now;
    Roll roll = core.journal.tailRoll();
    boolean someOut = false;
    for (var life : roll.lives().entrySet()) {
      someOut |=
          life.getValue().standing() == Standing.MEMBER
              && !taking.containsKey(life.getKey())
              && !core.two.certainlyOver(life.getKey());
    }
    if (someOut) {
      // What this node said in a former life counts too.
      end = end.max(core.bornAt.plus(core.settings.lease()));
    }
    for (NodeName node : core.others()) {
      if (!taking.containsKey(node) && !core.two.certainlyOver(node)) {
        end = end.max(core.peers.leaseGiven(node).orElse(end));
      }
    }
    return end;
  }

  /** For how long somebody outside of the term promised to may still act. */
  Duration leasesLeft() {
    return core.now.before(leasesEnd) ? leasesEnd.since(core.now) : Duration.ZERO;
  }

  void extendLease(MonoTime until) {
    leaseUntil = leaseUntil.max(until);
  }

  /** A proposal came; it is promised, refused or left unanswered. */
  void proposed(NodeName from, Incarnation life, PeerMessage.Propose propose) {
    Candidate candidate = new Candidate(from, life);
    if (!free() && term.equals(propose.term()) && candidate.equals(leader)) {
      if (stage == Stage.BOUND) {
        answer();
      }
      return;
    }
    if (!core.incarnation.equals(propose.members().get(core.self)) || !fresh(propose)) {
      return;
    }
    Optional<String> no = objection(candidate, propose);
    if (no.isPresent()) {
      core.send(from, new PeerMessage.Refuse(propose.term(), core.meta.promised(), no.get()));
      return;
    }
    if (!core.peers.hears().containsAll(withoutSelf(propose.members()).keySet())) {
      return;
    }
    promise(propose.term(), candidate, propose.members(), propose.beat(), this::answer);
  }

  private SortedMap<NodeName, Incarnation> withoutSelf(SortedMap<NodeName, Incarnation> all) {
    SortedMap<NodeName, Incarnation> rest = new TreeMap<>(all);
    rest.remove(core.self);
    return rest;
  }

  private boolean fresh(PeerMessage.Propose propose) {
    return propose.members().entrySet().stream()
        .noneMatch(e -> core.newestLife(e.getKey()).newerThan(e.getValue()));
  }

  private Optional<String> objection(Candidate candidate, PeerMessage.Propose propose) {
    Term promised = core.meta.promised();
    boolean stale = !propose.term().newerThan(promised);
    if (stale && !core.unsafe(Unsafe.FORGET_PROMISES)) {
      return Optional.of("term " + promised + " is promised already");
    }
    if (!core.fit()) {
      return Optional.of("cannot take part now");
    }
    if (open() && !candidate.equals(leader) && authority(core.now)) {
      return Optional.of("in term " + term + " led by " + leaderName());
    }
    if (core.meta.lastMan().isPresent() && core.two.other().isPresent()) {
      boolean newer = propose.lastMan() && core.journal.last().compareTo(propose.position()) <= 0;
      if (!newer) {
        return Optional.of("holding the right to lead alone; will propose myself");
      }
    }
    return Optional.empty();
  }

  private String leaderName() {
    return leader == null ? "nobody" : leader.node().value();
  }

  private void answer() {
    if (leader != null) {
      core.send(leader.node(), promiseMessage());
    }
  }

  /** This node's own answer to the proposal that it is bound by. */
  PeerMessage.Promise promiseMessage() {
    return new PeerMessage.Promise(
        term,
        core.peers.seq(),
        core.journal.last(),
        core.journal.commitPosition(),
        leasesLeft(),
        core.two.rank(),
        core.report);
  }

  /** The entry that begins a term is committed; if it is this node's, the term is open. */
  void termCommitted(LedgerEntry.TermBegan began) {
    if (stage == Stage.BOUND && began.term().equals(term)) {
      stage = Stage.OPEN;
      since = core.now;
      core.beatSoon = true;
      core.two.opened(members);
      core.say("Term " + term + " is open: " + leaderName() + " leads " + members.keySet() + ".");
    }
  }

  /** Leaves the term when its leader is gone or turned to something else. */
  void upkeep() {
    if (free() || leads() || leader == null) {
      return;
    }
    NodeName node = leader.node();
    Peers.Peer peer = core.peers.of(node);
    if (!peer.incarnation.equals(leader.incarnation())) {
      leave(node + ", which led term " + term + ", was restarted");
    } else if (!core.peers.alive(node)) {
      leave("lost " + node + ", which led term " + term);
    } else if (stage != Stage.OPEN && core.past(since, core.settings.detection().multipliedBy(6))) {
      leave("term " + term + " proposed by " + node + " did not come about");
    } else if (!core.fit() && !core.departure.leaving()) {
      leave("cannot take part: " + core.disk.trouble().orElse("not welcome"));
    } else if (peer.beat != null && peer.beat.seq() > leaderBeat && turnedAway(peer.beat)) {
      leave(node + " does not lead term " + term + " any more");
    }
  }

  private boolean turnedAway(PeerMessage.Beat beat) {
    boolean stillInvites =
        stage != Stage.OPEN
            && beat.role() == PeerMessage.Role.LEADING
            && term.newerThan(beat.term());
    if (stillInvites) {
      return false;
    }
    return !beat.term().equals(term)
        || (beat.role() != PeerMessage.Role.PROPOSING && beat.role() != PeerMessage.Role.LEADING);
  }

  /** When this node's right to act ends, unless it is renewed. */
  MonoTime leaseUntil() {
    MonoTime own = core.lastStep.plus(core.settings.lease());
    MonoTime until = leads() && core.reign != null ? core.reign.leaseUntil(own) : leaseUntil;
    return own.before(until) ? own : until;
  }

  /** Whether this node is in an open term and its lease is valid at {@code moment}. */
  boolean authority(MonoTime moment) {
    return open()
        && !core.departure.leaving()
        && !core.rebirth
        && (moment.before(leaseUntil()) || core.unsafe(Unsafe.IGNORE_LEASE));
  }

  /** Entries of the leader of the term that this node is bound by. */
  void append(NodeName from, Incarnation life, PeerMessage.Append message) {
    if (!bound() || leads() || !ledBy(from, life) || !message.term().equals(term)) {
      return;
    }
    if (!core.journal.put(message.after(), message.entries())) {
      core.send(from, new PeerMessage.Mismatch(term, core.journal.commitPosition()));
      return;
    }
    matched = Math.max(matched, message.after().index() + message.entries().size());
    committed(message.commit());
    acknowledge();
  }

  void install(NodeName from, Incarnation life, PeerMessage.Install message) {
    if (!bound() || leads() || !ledBy(from, life) || !message.term().equals(term)) {
      return;
    }
    Position place = message.snapshot().position();
    boolean behind = core.journal.commit() < place.index();
    if (behind || (message.reset() && matched == 0)) {
      core.journal.install(message.snapshot(), this::acknowledge);
    }
    matched = Math.max(matched, place.index());
    acknowledge();
  }

  /** Tells the leader what of its log is on this disk. */
  void acknowledge() {
    if (bound() && !leads() && leader != null) {
      long durable = Math.min(matched, core.journal.durable());
      core.send(leader.node(), new PeerMessage.Appended(term, durable));
    }
  }

  /** The leader of this node's term said, in that term, what is committed. */
  void committed(long index) {
    core.journal.commitTo(Math.min(index, Math.min(matched, core.journal.last().index())));
  }
}
