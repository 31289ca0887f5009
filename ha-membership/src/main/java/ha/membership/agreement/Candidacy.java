package ha.membership.agreement;

import ha.membership.ledger.Electorate;
import ha.membership.ledger.Roll;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.Position;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides whether this node should propose a term now, and with whom. */
final class Candidacy {
  private final Core core;
  private final TreeMap<NodeName, MonoTime> shunned = new TreeMap<>();
  private SortedMap<NodeName, Incarnation> desired = Collections.emptySortedMap();
  private MonoTime desiredSince;
  private MonoTime notBefore;
  private String waits = "";
  private @Nullable Reign invitation;

  Candidacy(Core core) {
    this.core = core;
    this.desiredSince = core.now;
    this.notBefore = core.now;
  }

  /** What keeps this node from proposing; empty if nothing does. */
  String waits() {
    return waits;
  }

  /** Leaves a node that does not answer out for a while. */
  void shun(NodeName node) {
    shunned.put(node, core.now.plus(core.settings.detection().multipliedBy(2)));
  }

  /** After a failed attempt: not at once again. */
  void retryLater() {
    notBefore = core.now.plus(core.settings.heartbeat());
  }

  /** Proposes a term if one is called for and this node is the one to do it. */
  void consider() {
    waits = "";
    Reign reign = core.reign;
    boolean bound = reign == null ? !core.seat.free() : !reign.open();
    if (reign == null || bound) {
      invitation = null;
    }
    if (bound || core.departure.leaving()) {
      return;
    }
    if (!core.configured(core.self)) {
      waits = core.self + " is not among the configured nodes of the newest definitions known here";
      return;
    }
    if (!core.fit()) {
      waits = core.disk.trouble().orElse("this life of " + core.self + " is over by the record");
      return;
    }
    if (core.electorate().isWitness(core.self)) {
      waits = "a witness never leads";
      return;
    }
    shunned.values().removeIf(until -> !core.now.before(until));
    SortedSet<NodeName> candidates = candidates(reign);
    SortedMap<NodeName, Incarnation> next = clique(candidates);
    if (!next.equals(desired)) {
      desired = next;
      desiredSince = core.now;
    }
    if (reign != null && next.equals(reign.members())) {
      return;
    }
    Optional<String> reason = reasonToWait(reign, candidates);
    if (reason.isPresent()) {
      waits = reason.get();
      return;
    }
    if (reign != null && isInviting(reign)) {
      return;
    }
    Reign proposal = invitation == null ? new Reign(core, nextTerm(), desired) : invitation;
    invitation = null;
    if (reign != null) {
      reign.ended("a new term with " + desired.keySet() + " is proposed");
    }
    core.reign = proposal;
    proposal.begin();
  }

  private Term nextTerm() {
    Term term = core.highestTerm.next();
    Term atLeast = core.meta.lastMan().map(last -> last.atLeast()).orElse(Term.NONE);
    return atLeast.newerThan(term) ? atLeast : term;
  }

  /**
   * Newcomers promise first. Until they have, the term that is open goes on: however long a
   * newcomer takes, the cluster does not wait for it.
   */
  private boolean isInviting(Reign open) {
    TreeSet<NodeName> newcomers = new TreeSet<>();
    desired.forEach((node, life) -> {
      if (!life.equals(open.members().get(node))) {
        newcomers.add(node);
      }
    });
    if (newcomers.isEmpty()) {
      invitation = null;
      return false;
    }
    Reign present = invitation;
    if (present == null
        || !present.members().equals(desired)
        || core.highestTerm.newerThan(present.term())) {
      invite(newcomers);
      return true;
    }
    Optional<String> vain = present.stillInviting();
    if (vain.isPresent()) {
      core.say("No term " + present.term() + " with " + newcomers + ": " + vain.get() + ".");
      invitation = null;
      retryLater();
    }
    return vain.isPresent() || !present.isAccepted();
  }

  private void invite(SortedSet<NodeName> newcomers) {
    Reign next = new Reign(core, nextTerm(), desired);
    invitation = next;
    core.highestTerm = next.term();
    next.invite(newcomers);
  }

  /** A promise that an invited node gave. */
  void promised(NodeName from, Incarnation life, PeerMessage.Promise promise) {
    if (invitation != null) {
      invitation.promised(from, life, promise);
    }
  }

  /** An invited node cannot come. */
  void refused(NodeName from, PeerMessage.Refuse refuse) {
    if (invitation != null) {
      invitation.refused(from, refuse);
    }
  }

  private Optional<String> reasonToWait(@Nullable Reign reign, SortedSet<NodeName> candidates) {
    Optional<String> lacks = lacksQuorum(desired.keySet());
    if (lacks.isPresent()) {
      return lacks;
    }
    Optional<String> missing = missing(candidates);
    if (missing.isPresent()) {
      return missing;
    }
    if (core.now.before(notBefore)) {
      return Optional.of("trying again shortly");
    }
    if (reign == null) {
      for (NodeName node : candidates) {
        if (busy(node)) {
          return Optional.of(node + " is bound to another leader");
        }
      }
      int rank = rank();
      MonoTime from = core.seat.freeSince().max(desiredSince);
      if (!core.past(from, core.settings.detection().dividedBy(2).multipliedBy(rank))) {
        return Optional.of("it is another node's turn to propose");
      }
    }
    return core.past(desiredSince, settle())
        ? Optional.empty()
        : Optional.of("letting others join first");
  }

  /** The nodes that could be members now, without this one. */
  private SortedSet<NodeName> candidates(@Nullable Reign reign) {
    SortedSet<NodeName> all = new TreeSet<>();
    for (NodeName node : core.others()) {
      Peers.Peer peer = core.peers.of(node);
      PeerMessage.Beat beat = peer.beat;
      boolean member = reign != null && peer.incarnation.equals(reign.members().get(node));
      if (beat != null
          && core.configured(node)
          && core.peers.usable(node)
          && core.welcomes(core.journal.tailRoll(), node, peer.incarnation)
          && (member || !beat.leaving())
          && (member || reign == null || !busy(node))
          && (member || !shunned.containsKey(node))) {
        all.add(node);
      }
    }
    return all;
  }

  /** Whether a node has a place with somebody else. */
  private boolean busy(NodeName node) {
    PeerMessage.Beat beat = core.peers.of(node).beat;
    return beat != null
        && beat.role() != PeerMessage.Role.FREE
        && !(beat.leader().equals(Optional.of(core.self))
            && beat.leaderIncarnation().equals(core.incarnation));
  }

  /**
   * Of the candidates a set in which all hear each other: the one that misses most of the others
   * goes first; of equals the later in rank.
   */
  private SortedMap<NodeName, Incarnation> clique(SortedSet<NodeName> candidates) {
    List<NodeName> rest = new ArrayList<>(candidates);
    rest.sort(byRank());
    while (true) {
      int worst = -1;
      long most = 0;
      for (int i = 0; i < rest.size(); i++) {
        NodeName one = rest.get(i);
        long missing =
            rest.stream()
                .filter(two -> !two.equals(one) && !core.peers.hearEachOther(one, two))
                .count();
        if (missing > 0 && missing >= most) {
          most = missing;
          worst = i;
        }
      }
      if (worst < 0) {
        break;
      }
      rest.remove(worst);
    }
    SortedMap<NodeName, Incarnation> members = new TreeMap<>();
    members.put(core.self, core.incarnation);
    rest.forEach(node -> members.put(node, core.peers.of(node).incarnation));
    return members;
  }

  /**
   * Who should lead: the last man, no witness, the newest ledger, the last leader, a voter, the
   * first name.
   */
  private Comparator<NodeName> byRank() {
    Electorate electorate = core.electorate();
    Roll roll = core.journal.tailRoll();
    return Comparator.<NodeName, Boolean>comparing(node -> !lastMan(node))
        .thenComparing(electorate::isWitness)
        .thenComparing(this::position, Comparator.reverseOrder())
        .thenComparing(node -> !roll.leader().equals(Optional.of(node)))
        .thenComparing(node -> !electorate.votes(node))
        .thenComparing(Comparator.naturalOrder());
  }

  private boolean lastMan(NodeName node) {
    PeerMessage.Beat beat = core.peers.of(node).beat;
    return node.equals(core.self)
        ? core.meta.lastMan().isPresent()
        : beat != null && beat.lastMan();
  }

  private Position position(NodeName node) {
    PeerMessage.Beat beat = core.peers.of(node).beat;
    return node.equals(core.self)
        ? core.journal.last()
        : beat == null ? Position.START : beat.position();
  }

  private int rank() {
    List<NodeName> order = new ArrayList<>(desired.keySet());
    order.sort(byRank());
    return order.indexOf(core.self);
  }

  /** Members of the last term that are neither here nor known to be gone. */
  private Optional<String> missing(SortedSet<NodeName> candidates) {
    for (var life : core.journal.tailRoll().lives().entrySet()) {
      NodeName node = life.getKey();
      Incarnation incarnation = life.getValue().incarnation();
      boolean gone =
          life.getValue().standing() != Standing.MEMBER
              || node.equals(core.self)
              || desired.containsKey(node)
              || candidates.contains(node)
              || shunned.containsKey(node)
              || !core.configured(node)
              || core.peers.of(node).incarnation.newerThan(incarnation)
              || core.two.certainlyOver(node)
              || core.peers.lost(node);
      if (!gone) {
        return Optional.of("waiting to hear " + node + " or to know it lost");
      }
    }
    return Optional.empty();
  }

  private Duration settle() {
    if (desired.keySet().equals(core.electorate().nodes().keySet())) {
      return Duration.ZERO;
    }
    Roll roll = core.journal.tailRoll();
    boolean known =
        desired.entrySet().stream()
            .allMatch(one -> roll.isOneOf(one.getKey(), one.getValue(), Standing.MEMBER));
    if (known) {
      return Duration.ZERO;
    }
    boolean alone = desired.size() == 1;
    return alone ? core.settings.detection() : core.settings.heartbeat().multipliedBy(3);
  }

  /** Why these may not act for the cluster; empty if they may. */
  Optional<String> lacksQuorum(Set<NodeName> present) {
    if (core.unsafe(Unsafe.SKIP_QUORUM)) {
      return Optional.empty();
    }
    if (!core.hasQuorum(present)) {
      return Optional.of(core.two.other().map(core.two::waitsFor).orElseGet(() -> needs(present)));
    }
    boolean nobodyHasLedger =
        present.stream().allMatch(node -> position(node).equals(Position.START));
    boolean ordered = core.meta.lastMan().isPresent();
    SortedSet<NodeName> unseen = core.electorate().voters();
    unseen.removeAll(present);
    if (nobodyHasLedger && !ordered && !unseen.isEmpty()) {
      return Optional.of(
          "waiting for " + unseen + ": the very first term needs every configured node that votes");
    }
    return Optional.empty();
  }

  private String needs(Set<NodeName> present) {
    Electorate electorate = core.electorate();
    SortedSet<NodeName> absent = electorate.voters();
    absent.removeAll(present);
    return "no quorum: "
        + electorate.votesOf(present)
        + " of "
        + electorate.votesOf(electorate.voters())
        + " votes are here, more than half are needed; waiting for any of "
        + absent;
  }
}
