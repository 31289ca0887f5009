package ha.membership.agreement;

import ha.membership.ledger.Electorate;
import ha.membership.ledger.LastMan;
import ha.membership.ledger.Meta.Candidate;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What certainly ended lives mean, and the rules for exactly two voters: who lost the other fences
 * it, writes down that it is the last man, and only then goes on alone.
 */
final class TwoNodes {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
  private static final int SLEEPERS_HANDICAP = 3;
  private static final long ORDERED_LEAP = 1_000_000;

  private final Core core;
  private final FenceRace race;

  /** Nodes that this life was in an open term with. */
  private final TreeSet<NodeName> companions = new TreeSet<>();

  private final TreeMap<NodeName, Over> over = new TreeMap<>();
  private final TreeMap<NodeName, Incarnation> goodbyes = new TreeMap<>();
  private @Nullable Asked asked;
  private Duration retry = FIRST_RETRY;
  private MonoTime nextAttempt;
  private String lastFailure = "";
  private boolean slept;
  private AgreementEvent.@Nullable LeadAloneOrdered order;

  /**
   * That a life certainly ended, and how this is known.
   *
   * @param recorded whether the ledger says so, and said it while this node was a member
   */
  private record Over(
      Incarnation incarnation,
      boolean left,
      boolean recorded,
      String device,
      String author,
      String how) {}

  private record Asked(NodeName node, Incarnation incarnation, Duration delay) {}

  TwoNodes(Core core) {
    this.core = core;
    this.race = new FenceRace(core);
    this.nextAttempt = core.now;
  }

  /** With exactly two voters, the other one. */
  Optional<NodeName> other() {
    return core.electorate().otherOfTwo(core.self);
  }

  int rank() {
    return other().map(race::rank).orElse(-1);
  }

  /** Whether the newest known life of the node cannot act any more. */
  boolean certainlyOver(NodeName node) {
    Incarnation newest = core.newestLife(node);
    return isOver(node)
        || newest.equals(goodbyes.get(node))
        || core.peers.processGone(node)
        || core.journal.tailRoll().isOneOf(node, newest, Standing.FENCED, Standing.LEFT);
  }

  private boolean isOver(NodeName node) {
    Over known = over.get(node);
    return known != null && !core.newestLife(node).newerThan(known.incarnation());
  }

  /** Whether a message of that life is to be refused, because it was confirmed off. */
  boolean confirmedOff(NodeName node, Incarnation life) {
    Over known = over.get(node);
    return known != null && !known.left() && !life.newerThan(known.incarnation());
  }

  boolean saidGoodbye(NodeName node, Incarnation life) {
    return life.equals(goodbyes.get(node));
  }

  void beat(NodeName from, Incarnation life, PeerMessage.Beat beat) {
    if (beat.leaving()) {
      goodbyes.put(from, life);
    }
    if (other().equals(Optional.of(from))) {
      race.beat(from, life, beat);
    }
  }

  void promised(Candidate candidate) {
    if (other().equals(Optional.of(candidate.node()))) {
      race.promised(candidate);
    }
  }

  void opened(SortedMap<NodeName, Incarnation> members) {
    companions.addAll(members.keySet());
    companions.remove(core.self);
    order = null;
    slept = false;
    NodeName peer = other().orElse(core.self);
    Incarnation life = members.get(peer);
    if (life != null && !peer.equals(core.self)) {
      race.opened(peer, life);
    }
  }

  /** This process was not run for longer than a lease. */
  void slept() {
    slept = true;
  }

  /** A new life of this node has been in no term with anybody. */
  void reborn() {
    companions.clear();
    race.reset();
    order = null;
  }

  /** The other's goodbye is recorded; if this node had not left before, it is the last man. */
  void leftCommitted(LedgerEntry.NodeLeft left, ha.membership.ledger.Roll before) {
    if (!left.node().equals(core.self)
        && before.isOneOf(core.self, core.incarnation, Standing.MEMBER)) {
      over.put(
          left.node(), new Over(left.incarnation(), true, true, "", "cluster", "said goodbye"));
    }
  }

  void fenceConfirmed(AgreementEvent.FenceConfirmed event) {
    NodeName node = event.node();
    if (core.newestLife(node).newerThan(event.incarnation())) {
      core.say(
          "Fencing of "
              + node
              + "'s life "
              + event.incarnation()
              + " is confirmed, but it was"
              + " started again since.");
    }
    boolean byPerson = event.device().isEmpty();
    if (byPerson && core.peers.alive(node)) {
      core.say(
          event.author()
              + " says that "
              + node
              + " is off, but it is heard; not believed. Stop it"
              + " first.");
      return;
    }
    String how = event.how();
    if (byPerson && asked != null && asked.node.equals(node)) {
      String why = event.author() + " says that " + node + " is off";
      core.out.add(new AgreementEffect.BreakOffFence(node, why));
      how += "; an attempt to fence it was broken off";
    }
    over.put(
        node, new Over(event.incarnation(), false, false, event.device(), event.author(), how));
    if (!core.peers.of(node).incarnation.newerThan(event.incarnation())) {
      core.peers.of(node).forget();
    }
    if (asked != null && asked.node.equals(node)) {
      asked = null;
    }
    retry = FIRST_RETRY;
    lastFailure = "";
  }

  void fenceFailed(AgreementEvent.FenceFailed event) {
    if (asked == null || !asked.node.equals(event.node())) {
      return;
    }
    asked = null;
    nextAttempt = core.now.plus(retry);
    lastFailure = "; the last attempt by " + event.device() + " failed: " + event.cause();
    core.say(
        "Fencing " + event.node() + " failed: " + event.cause() + "; next try in " + retry + ".");
    Duration doubled = retry.multipliedBy(2);
    retry = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
  }

  void leadAloneOrdered(AgreementEvent.LeadAloneOrdered event) {
    Optional<NodeName> peer = other();
    if (peer.isEmpty()) {
      core.say(
          "Ordered to lead alone: that is for exactly two voting nodes; more than half of the"
              + " votes are needed here.");
    } else if (core.seat.open() || core.peers.alive(peer.get())) {
      core.say("Ordered to lead alone, but " + peer.get() + " is there; nothing done.");
    } else {
      order = event;
    }
  }

  /** Of two voters: whether this one may act without the other. */
  boolean mayBeAlone(Electorate electorate) {
    Optional<NodeName> peer = electorate.otherOfTwo(core.self);
    if (peer.isEmpty()) {
      return false;
    }
    NodeName node = peer.get();
    if (core.unsafe(Unsafe.SKIP_FENCE_WAIT) && companions.contains(node) && core.peers.lost(node)) {
      return true;
    }
    if (core.unsafe(Unsafe.IGNORE_LAST_MAN) && core.peers.lost(node)) {
      return true;
    }
    return core.settings.lastMan()
        && names(core.meta.lastMan(), node)
        && names(core.disk.durableMeta().lastMan(), node);
  }

  private static boolean names(Optional<LastMan> last, NodeName peer) {
    return last.isPresent() && last.get().peer().equals(peer);
  }

  void upkeep() {
    Optional<NodeName> peer = other();
    if (peer.isEmpty()) {
      cancelFence("there are not two voting nodes any more");
      return;
    }
    NodeName node = peer.get();
    Incarnation life = core.newestLife(node);
    boolean silent = core.peers.lost(node);
    if (silent && companions.contains(node) && life.equals(goodbyes.get(node)) && !isOver(node)) {
      over.put(node, new Over(life, true, false, "", "cluster", "said goodbye"));
    }
    // New definitions may make two of an open term the only voters.
    boolean together = core.seat.open() && life.equals(core.seat.members().get(node));
    if (together && !race.pairedWith(life)) {
      race.opened(node, life);
    }
    considerRecord(node, life);
    considerFence(node, life);
  }

  /**
   * Writes the last-man record when the other's end is certain. A node that said goodbye itself may
   * do so only by the ledger's word: the other may have gone on alone on that goodbye already.
   */
  private void considerRecord(NodeName node, Incarnation life) {
    Over known = over.get(node);
    boolean entitled = companions.contains(node) || order != null;
    if (known == null
        || !isOver(node)
        || !entitled
        || (core.departure.leaving() && !known.recorded())
        || core.rebirth
        || !core.settings.lastMan()
        || core.meta.lastMan().isPresent()) {
      return;
    }
    boolean together = !core.seat.free() && core.seat.members().containsKey(node);
    if (together && !known.left()) {
      core.seat.leave(node + " is confirmed off");
    }
    Term atLeast =
        companions.contains(node)
            ? Term.NONE
            : new Term(core.meta.promised().number() + ORDERED_LEAP);
    String how = order == null ? known.how() : known.how() + "; ordered: " + order.reason();
    LastMan last =
        new LastMan(
            core.wall, node, life, known.left(), known.device(), known.author(), how, atLeast);
    core.say("This node is the last man: " + node + " " + how + ".");
    core.saveMeta(core.meta.withLastMan(Optional.of(last)), () -> {});
  }

  private void considerFence(NodeName node, Incarnation life) {
    boolean entitled = companions.contains(node) || core.unsafe(Unsafe.FENCE_WHEN_FRESH);
    boolean want =
        entitled
            && core.peers.lost(node)
            && core.meta.lastMan().isEmpty()
            && !isOver(node)
            && !life.equals(goodbyes.get(node))
            && core.fit()
            && wouldHaveQuorum();
    if (!want) {
      cancelFence(node + " is back or need not be fenced");
      return;
    }
    boolean gone = core.peers.processGone(node);
    // Who slept noticed the loss late; the other one's turn, whatever its rank, has come before.
    int handicap = slept ? SLEEPERS_HANDICAP : 0;
    Duration delay =
        gone || core.unsafe(Unsafe.NO_FENCE_DELAY)
            ? Duration.ZERO
            : core.settings.fenceDelay().multipliedBy(Math.abs(race.rank(node)) + handicap);
    boolean sooner = asked != null && gone && !asked.delay.isZero();
    boolean other = asked != null && !asked.incarnation.equals(life);
    if ((asked == null && !core.now.before(nextAttempt)) || sooner || other) {
      asked = new Asked(node, life, delay);
      String reason = gone ? "its daemon is gone" : "not heard for " + core.settings.detection();
      core.out.add(new AgreementEffect.FencePeer(node, life, delay, reason));
    }
  }

  /** Whether being the last man would be enough, by every electorate in force. */
  private boolean wouldHaveQuorum() {
    TreeSet<NodeName> alone = new TreeSet<>();
    alone.add(core.self);
    return core.electorates().stream()
        .allMatch(e -> e.hasQuorum(alone, node -> node.equals(core.self)));
  }

  private void cancelFence(String reason) {
    if (asked != null) {
      core.out.add(new AgreementEffect.CancelFence(asked.node, reason));
      asked = null;
    }
    nextAttempt = core.now;
  }

  /** What this one of two nodes waits for, and the way out. */
  String waitsFor(NodeName peer) {
    if (core.peers.usable(peer)) {
      return "agreeing with " + peer;
    }
    if (core.meta.lastMan().isPresent()) {
      return "writing down that this node is the last man";
    }
    String way =
        "to go on without it: make sure that it is off, then hactl fence confirm "
            + peer
            + " --reason ...";
    if (companions.contains(peer)) {
      return "waiting until " + peer + " is confirmed off or comes back" + lastFailure + "; " + way;
    }
    return "waiting for "
        + peer
        + ", which may know what this node does not"
        + (isOver(peer) ? " (it is confirmed off)" : "")
        + "; "
        + way
        + ", and order this node to lead alone";
  }
}
