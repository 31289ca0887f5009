package ha.membership.agreement;

import ha.membership.ledger.LedgerSnapshot;
import ha.membership.ledger.LogEntry;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.Position;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What agreements say to each other. Each may be lost, doubled, late or out of order: every one is
 * idempotent and said again until it is answered.
 */
public sealed interface PeerMessage {
  /**
   * "I live", to all, each heartbeat.
   *
   * @param seq from 1 in each life
   * @param term the newest promised, and {@code leader} to whom
   * @param position end of the sender's log
   * @param commit newest index it knows to be committed
   * @param claim sum of the priorities of what runs there
   * @param rank in the fence race, see {@code FenceRace}; -1 for none
   * @param able whether it can write its disk
   * @param leaving whether it said goodbye; it never acts again in this life
   * @param lastMan whether it holds the right to lead alone
   * @param authority of a leader: for how long from the moment of sending it may act
   * @param lease the sender's lease setting
   * @param echoes the newest beat heard of each node
   * @param hears the nodes that it hears both ways
   */
  record Beat(
      long seq,
      Term term,
      Optional<NodeName> leader,
      Incarnation leaderIncarnation,
      Role role,
      Position position,
      long commit,
      long claim,
      int rank,
      boolean able,
      boolean leaving,
      boolean lastMan,
      Duration authority,
      Duration lease,
      SortedMap<NodeName, Echo> echoes,
      SortedSet<NodeName> hears)
      implements PeerMessage {
    public Beat {
      echoes = Collections.unmodifiableSortedMap(new TreeMap<>(echoes));
      hears = Collections.unmodifiableSortedSet(new TreeSet<>(hears));
    }
  }

  /** The newest beat heard of a node. */
  record Echo(Incarnation incarnation, long seq) {}

  /** A node's place in the term that its beat names. */
  enum Role {
    /** Bound to nobody. */
    FREE,
    /** Promised; waiting for the term to open. */
    JOINED,
    /** In an open term. */
    FOLLOWING,
    /** Asking for promises. */
    PROPOSING,
    /** Leads the open term. */
    LEADING
  }

  /**
   * "Take part in this term of mine."
   *
   * @param beat the sender's newest beat when this was first said; older ones say nothing of it
   * @param lastMan whether the sender holds the right to lead alone
   * @param position end of the sender's log
   */
  record Propose(
      Term term,
      SortedMap<NodeName, Incarnation> members,
      long beat,
      boolean lastMan,
      Position position)
      implements PeerMessage {
    public Propose {
      members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }
  }

  /**
   * "I do, and I am bound to no older term any more"; durable before it is said.
   *
   * @param beat the sender's newest beat when it promised
   * @param last end of its log
   * @param commit newest entry it knows to be committed
   * @param leases for how long somebody outside of the term may still act on this node's word
   * @param rank in the fence race; -1 for none
   * @param report what runs there
   */
  record Promise(
      Term term,
      long beat,
      Position last,
      Position commit,
      Duration leases,
      int rank,
      String report)
      implements PeerMessage {}

  /** "No": why, and the newest term that the sender promised. */
  record Refuse(Term term, Term promised, String why) implements PeerMessage {}

  /** "Give me what you have after this place." */
  record Fetch(Term term, Position after) implements PeerMessage {}

  /** Answer to {@link Fetch}: a snapshot if {@code after} is before it, else entries. */
  record Fetched(
      Term term, Optional<LedgerSnapshot> snapshot, Position after, List<LogEntry> entries)
      implements PeerMessage {
    public Fetched {
      entries = List.copyOf(entries);
    }
  }

  /**
   * The leader's entries that come after a place; none to tell what is committed.
   *
   * @param commit newest index that is committed
   */
  record Append(Term term, Position after, List<LogEntry> entries, long commit)
      implements PeerMessage {
    public Append {
      entries = List.copyOf(entries);
    }
  }

  /**
   * The leader's snapshot for a member that lags behind the leader's log.
   *
   * @param reset whether the member's record is to be replaced even where it differs: it went its
   *     own way before an operator let this one go on without it
   */
  record Install(Term term, LedgerSnapshot snapshot, boolean reset) implements PeerMessage {}

  /** "My disk has your log up to this index." */
  record Appended(Term term, long match) implements PeerMessage {}

  /** "Your place does not fit my log; I have committed up to here." */
  record Mismatch(Term term, Position commit) implements PeerMessage {}

  /**
   * "The record says of this life of yours that it is over."
   *
   * @param newest life of yours that is known; the next one has to be newer
   */
  record Outcast(Incarnation incarnation, Standing standing, Incarnation newest)
      implements PeerMessage {}

  /** "Your goodbye is recorded." */
  record Farewell(Incarnation incarnation) implements PeerMessage {}
}
