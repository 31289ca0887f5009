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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A term that this node leads, from the proposal on: promises of newcomers while the term before it
 * goes on, then of all members, the newest ledger of any of them, the leases of those left out run
 * down, the beginning on every member's disk, open.
 */
final class Reign {
  private enum Stage {
    INVITING,
    ASKING,
    FETCHING,
    WAITING,
    BEGINNING,
    CLEARING,
    OPEN
  }

  private static final int BATCH = 32;

  /** Detection times without news after which a proposal is dropped. */
  private static final int PATIENCE = 5;

  private final Core core;
  private final Term term;
  private final SortedMap<NodeName, Incarnation> members;
  private final TreeMap<NodeName, PeerMessage.Promise> promises = new TreeMap<>();
  private final Replication replication;
  private final List<Pending> pending = new ArrayList<>();
  private final long firstBeat;
  private SortedSet<NodeName> asked = Collections.emptySortedSet();
  private Stage stage = Stage.ASKING;
  private MonoTime progressAt;
  private MonoTime saidAt;
  private MonoTime openAt;
  private @Nullable NodeName source;
  private long beginning;

  private record Pending(long token, long index) {}

  Reign(Core core, Term term, SortedMap<NodeName, Incarnation> members) {
    this.core = core;
    this.term = term;
    this.members = members;
    this.replication = new Replication(core, term);
    this.firstBeat = core.peers.seq();
    this.progressAt = core.now;
    this.saidAt = core.now;
    this.openAt = core.now;
  }

  /** Asks the newcomers; everybody else stays in the term that is open. */
  void invite(SortedSet<NodeName> newcomers) {
    stage = Stage.INVITING;
    asked = newcomers;
    core.say("Inviting " + newcomers + " to term " + term + ".");
    ask();
  }

  /** Whether all that were invited have promised. */
  boolean isAccepted() {
    return promises.keySet().containsAll(asked);
  }

  /** Asks those invited again; empty while that is worth it, else why it is not. */
  Optional<String> stillInviting() {
    for (NodeName node : asked) {
      Optional<String> broken = broken(node, members.getOrDefault(node, Incarnation.UNKNOWN));
      if (broken.isPresent()) {
        return broken;
      }
    }
    if (!isAccepted() && core.past(progressAt, core.settings.detection().multipliedBy(PATIENCE))) {
      asked.stream().filter(node -> !promises.containsKey(node)).forEach(core.candidacy::shun);
      return Optional.of(waitsFor());
    }
    if (core.past(saidAt, core.settings.heartbeat())) {
      ask();
    }
    return Optional.empty();
  }

  /** Promises the term to itself and asks the others. */
  void begin() {
    stage = Stage.ASKING;
    asked = new TreeSet<>(members.keySet());
    progressAt = core.now;
    core.say("Proposing term " + term + " with " + members.keySet() + ".");
    Candidate self = new Candidate(core.self, core.incarnation);
    core.seat.promise(
        term, self, members, firstBeat, () -> accept(core.self, core.seat.promiseMessage()));
    ask();
  }

  boolean open() {
    return stage == Stage.OPEN;
  }

  Term term() {
    return term;
  }

  SortedMap<NodeName, Incarnation> members() {
    return members;
  }

  /** What each member said, when it promised, that runs there. */
  String report(NodeName member) {
    PeerMessage.Promise promise = promises.get(member);
    return member.equals(core.self) || promise == null ? core.report : promise.report();
  }

  private void ask() {
    saidAt = core.now;
    for (NodeName member : asked) {
      if (!member.equals(core.self) && !promises.containsKey(member)) {
        core.send(
            member,
            new PeerMessage.Propose(
                term, members, firstBeat, core.meta.lastMan().isPresent(), core.journal.last()));
      }
    }
  }

  void promised(NodeName from, Incarnation life, PeerMessage.Promise promise) {
    if (promise.term().equals(term) && life.equals(members.get(from))) {
      accept(from, promise);
    }
  }

  private void accept(NodeName from, PeerMessage.Promise promise) {
    boolean asking = stage == Stage.ASKING || stage == Stage.INVITING;
    if (!asking || promises.putIfAbsent(from, promise) != null) {
      return;
    }
    progressAt = core.now;
    openAt = openAt.max(core.now.plus(promise.leases()));
    if (stage == Stage.INVITING || !promises.keySet().equals(members.keySet())) {
      return;
    }
    source = core.self;
    Position newest = core.journal.last();
    for (var entry : promises.entrySet()) {
      if (entry.getValue().last().compareTo(newest) > 0) {
        newest = entry.getValue().last();
        source = entry.getKey();
      }
    }
    if (source.equals(core.self) || core.unsafe(Unsafe.SKIP_FETCH)) {
      stage = Stage.WAITING;
    } else {
      stage = Stage.FETCHING;
      fetch(core.journal.commitPosition());
    }
    upkeep();
  }

  void refused(NodeName from, PeerMessage.Refuse refuse) {
    if (!refuse.term().equals(term) || !members.containsKey(from)) {
      return;
    }
    if (stage == Stage.INVITING) {
      core.candidacy.shun(from);
    } else if (stage == Stage.ASKING) {
      core.candidacy.retryLater();
      drop(from + " refuses: " + refuse.why());
    }
  }

  private void fetch(Position after) {
    saidAt = core.now;
    if (source != null) {
      core.send(source, new PeerMessage.Fetch(term, after));
    }
  }

  void fetched(NodeName from, PeerMessage.Fetched answer) {
    if (stage != Stage.FETCHING || !from.equals(source) || !answer.term().equals(term)) {
      return;
    }
    answer
        .snapshot()
        .filter(snapshot -> snapshot.position().index() > core.journal.commit())
        .ifPresent(snapshot -> core.journal.install(snapshot, () -> {}));
    boolean fits =
        answer.snapshot().isPresent() || core.journal.put(answer.after(), answer.entries());
    PeerMessage.Promise promise = promises.get(from);
    if (promise == null || !fits) {
      drop("the ledger of " + from + " does not fit this one's");
      return;
    }
    progressAt = core.now;
    if (core.journal.last().equals(promise.last())) {
      stage = Stage.WAITING;
      upkeep();
    } else {
      boolean partial = answer.snapshot().isEmpty() && !answer.entries().isEmpty();
      Position next = core.journal.commitPosition();
      fetch(partial ? answer.entries().getLast().position() : next);
    }
  }

  /** What the passing of time asks for. */
  void upkeep() {
    if (dropIfBroken()) {
      return;
    }
    Duration again = core.settings.heartbeat();
    switch (stage) {
      case INVITING -> {}
      case ASKING -> {
        if (core.past(saidAt, again)) {
          ask();
        }
      }
      case FETCHING -> {
        if (core.past(saidAt, again.multipliedBy(2))) {
          fetch(core.journal.commitPosition());
        }
      }
      case WAITING -> {
        progressAt = core.now;
        if (!core.now.before(openAt) || core.unsafe(Unsafe.SKIP_LEASE_WAIT)) {
          write();
        }
      }
      case BEGINNING, CLEARING, OPEN -> {
        replication.upkeep();
        advance();
      }
    }
  }

  /** Gives up when a member is gone, turned away or silent. */
  private boolean dropIfBroken() {
    if (!core.fit() && !(open() && core.departure.leaving() && core.disk.able())) {
      drop("this node cannot take part: " + core.disk.trouble().orElse("not welcome"));
      return true;
    }
    if (!core.configured(core.self)) {
      drop("this node is no longer configured");
      return true;
    }
    for (var member : members.entrySet()) {
      NodeName node = member.getKey();
      if (node.equals(core.self)) {
        continue;
      }
      Optional<String> broken = broken(node, member.getValue());
      if (broken.isPresent()) {
        drop(broken.get());
        return true;
      }
    }
    if (!open() && core.past(progressAt, patience())) {
      core.candidacy.retryLater();
      for (NodeName node : members.keySet()) {
        if (!promises.containsKey(node) && !node.equals(core.self)) {
          core.candidacy.shun(node);
        }
      }
      drop("term " + term + " did not come about: " + waitsFor());
      return true;
    }
    return false;
  }

  /** Why this node cannot count on a member any more; empty if it can. */
  private Optional<String> broken(NodeName node, Incarnation life) {
    Peers.Peer peer = core.peers.of(node);
    if (!peer.incarnation.equals(life)) {
      return Optional.of(node + " was restarted");
    }
    if (!core.peers.usable(node)) {
      return Optional.of("lost " + node);
    }
    return turnedAway(node, peer)
        ? Optional.of(node + " turned away from term " + term)
        : Optional.empty();
  }

  /** A newcomer that does not answer is left out soon; who was a member gets time for its disk. */
  private Duration patience() {
    boolean newcomers =
        stage == Stage.ASKING
            && members.entrySet().stream()
                .filter(member -> !promises.containsKey(member.getKey()))
                .noneMatch(member ->
                    core.journal
                        .tailRoll()
                        .isOneOf(member.getKey(), member.getValue(), Standing.MEMBER));
    return core.settings.detection().multipliedBy(newcomers ? 2 : PATIENCE);
  }

  private boolean turnedAway(NodeName node, Peers.Peer peer) {
    PeerMessage.Promise promise = promises.get(node);
    PeerMessage.Beat beat = peer.beat;
    if (promise == null || beat == null || beat.seq() <= promise.beat()) {
      return false;
    }
    return !beat.term().equals(term) || beat.role() == PeerMessage.Role.FREE;
  }

  private void drop(String why) {
    core.seat.leave(why);
  }

  /** Checks the newest ledger's rules, then writes the beginning. */
  private void write() {
    Roll roll = core.journal.tailRoll();
    for (var member : members.entrySet()) {
      if (!core.welcomes(roll, member.getKey(), member.getValue())) {
        core.candidacy.shun(member.getKey());
        core.candidacy.retryLater();
        drop(
            "the record says that "
                + member.getKey()
                + "'s life "
                + member.getValue()
                + " is over");
        return;
      }
    }
    Optional<String> lacks = core.candidacy.lacksQuorum(members.keySet());
    if (lacks.isPresent()) {
      core.candidacy.retryLater();
      drop(lacks.get());
      return;
    }
    stage = Stage.BEGINNING;
    List<LedgerEntry> entries = Opening.entries(core, roll, term, members);
    core.journal.append(term, entries);
    beginning = core.journal.last().index() - entries.size() + 1;
    promises.forEach(replication::begin);
    progressAt = core.now;
  }

  void appended(NodeName from, Incarnation life, PeerMessage.Appended ack) {
    if (ack.term().equals(term) && life.equals(members.get(from)) && beginning > 0) {
      if (replication.appended(from, ack)) {
        progressAt = core.now;
      }
      advance();
    }
  }

  void mismatch(NodeName from, Incarnation life, PeerMessage.Mismatch message) {
    if (message.term().equals(term) && life.equals(members.get(from)) && beginning > 0) {
      replication.mismatch(from, message);
    }
  }

  /** Counts what every member has on its disk. */
  private void advance() {
    long everywhere = core.journal.durable();
    if (!core.unsafe(Unsafe.COMMIT_ALONE)) {
      everywhere = Math.min(everywhere, replication.everywhere());
    }
    if (beginning == 0 || everywhere < beginning) {
      return;
    }
    if (stage == Stage.BEGINNING) {
      clearThenOpen();
    }
    if (stage == Stage.OPEN && everywhere > core.journal.commit()) {
      core.journal.commitTo(everywhere);
      replication.tellCommit();
      done();
    }
  }

  /** The right to lead alone ends before the first act together. */
  private void clearThenOpen() {
    boolean others =
        members.keySet().stream()
            .anyMatch(node -> !node.equals(core.self) && core.electorate().votes(node));
    if (core.meta.lastMan().isEmpty() || !others || core.unsafe(Unsafe.KEEP_LAST_MAN)) {
      stage = Stage.OPEN;
      return;
    }
    stage = Stage.CLEARING;
    core.saveMeta(
        core.meta.withLastMan(Optional.empty()),
        () -> {
          if (core.reign == this && stage == Stage.CLEARING) {
            stage = Stage.OPEN;
            advance();
          }
        });
  }

  private void done() {
    List<Pending> ready =
        pending.stream().filter(one -> one.index <= core.journal.commit()).toList();
    pending.removeAll(ready);
    ready.forEach(one -> core.out.add(new AgreementEffect.AppendDone(one.token)));
  }

  /** The controller's entries; the caller has checked that this node may act. */
  void append(long token, List<LedgerEntry> entries) {
    core.journal.append(term, entries);
    pending.add(new Pending(token, core.journal.last().index()));
    replication.send();
  }

  /** Entries of membership itself, in the open term. */
  void record(List<LedgerEntry> entries) {
    core.journal.append(term, entries);
    replication.send();
  }

  /** The place is taken away: what is not committed is not known to be. */
  void ended(String why) {
    pending.forEach(one -> core.out.add(new AgreementEffect.AppendFailed(one.token, true, why)));
    pending.clear();
  }

  /** Rank in the fence race that the other of two said when it promised; -1 for none. */
  int rankSaid(NodeName node) {
    PeerMessage.Promise promise = promises.get(node);
    return promise == null ? -1 : promise.rank();
  }

  /** When the lease of the members that make up the quorum ends; {@code own} if self is enough. */
  MonoTime leaseUntil(MonoTime own) {
    TreeMap<NodeName, MonoTime> anchors = new TreeMap<>();
    for (NodeName member : members.keySet()) {
      if (!member.equals(core.self)) {
        core.peers.termAnchor(member).ifPresent(anchor -> anchors.put(member, anchor));
      }
    }
    List<NodeName> newestFirst = new ArrayList<>(anchors.keySet());
    newestFirst.sort((a, b) -> {
      MonoTime first = anchors.getOrDefault(a, own);
      MonoTime second = anchors.getOrDefault(b, own);
      return second.compareTo(first);
    });
    TreeMap<NodeName, Incarnation> counted = new TreeMap<>();
    counted.put(core.self, core.incarnation);
    if (core.hasQuorum(counted.keySet())) {
      return own;
    }
    for (NodeName node : newestFirst) {
      counted.put(node, Incarnation.UNKNOWN);
      if (core.hasQuorum(counted.keySet())) {
        return anchors.getOrDefault(node, own).plus(core.settings.lease());
      }
    }
    return core.lastStep;
  }

  /** What a term that is not open waits for. */
  String waitsFor() {
    return switch (stage) {
      case INVITING, ASKING -> {
        TreeSet<NodeName> missing = new TreeSet<>(asked);
        missing.removeAll(promises.keySet());
        yield "waiting for the promises of " + missing;
      }
      case FETCHING -> "fetching newer entries from " + source;
      case WAITING -> "waiting until the leases of those left out have run out";
      case BEGINNING -> "waiting until " + replication.behind(beginning) + " have the ledger";
      case CLEARING -> "writing that this node is not the last one any more";
      case OPEN -> "open";
    };
  }

  static List<ha.membership.ledger.LogEntry> batch(Core core, long after) {
    return core.journal.after(after, BATCH);
  }
}
