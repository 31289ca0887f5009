package ha.membership.agreement;

import ha.membership.ledger.DiskWrite;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an {@link Agreement} wants done, in this order. */
public sealed interface AgreementEffect {
  /** To every other configured node, now; late is worse than lost. */
  record Beat(PeerMessage.Beat message) implements AgreementEffect {}

  /** To one node; may be lost, it is sent again. */
  record Send(NodeName to, PeerMessage message) implements AgreementEffect {}

  /** One write at a time; answered by {@code Persisted} or {@code PersistFailed}. */
  record Persist(long ticket, DiskWrite write) implements AgreementEffect {}

  /**
   * Of two nodes: read the peer's power and, unless it is off already, switch it off after {@code
   * delay}; answered by {@code FenceConfirmed} or {@code FenceFailed}. A later one for the same
   * node replaces this one.
   */
  record FencePeer(NodeName node, Incarnation incarnation, Duration delay, String reason)
      implements AgreementEffect {}

  /** The peer is back; do not fence it, if that can still be. */
  record CancelFence(NodeName node, String reason) implements AgreementEffect {}

  /** A person knows that the peer is off: end even an attempt to fence it that is under way. */
  record BreakOffFence(NodeName node, String reason) implements AgreementEffect {}

  /** This node leads the term and may act. */
  record Leading(Term term, SortedMap<NodeName, Member> members) implements AgreementEffect {
    public Leading {
      members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }
  }

  /**
   * A member of a term.
   *
   * @param report what it said runs there, when it promised the term
   */
  record Member(Incarnation incarnation, String report) {}

  /** This node takes part in the term and may carry out what that leader orders. */
  record Following(Term term, NodeName leader, SortedMap<NodeName, Incarnation> members)
      implements AgreementEffect {
    public Following {
      members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }
  }

  /** This node may not act any more; why, and what it waits for. */
  record Suspended(String reason) implements AgreementEffect {}

  /** The next committed entry; each once, in order, in one life of the daemon. */
  record Committed(long index, Term term, LedgerEntry entry) implements AgreementEffect {}

  /** The record is now this fold; entries after it follow as {@link Committed}. */
  record Restored(Position position, String state) implements AgreementEffect {}

  /** The entries of that token are committed. */
  record AppendDone(long token) implements AgreementEffect {}

  /**
   * The entries of that token are not known to be committed.
   *
   * @param unknown whether they may still come to be committed; else they certainly do not
   */
  record AppendFailed(long token, boolean unknown, String why) implements AgreementEffect {}

  /** A member is not heard any more; what it holds it may still hold. */
  record PeerLost(NodeName node, Incarnation incarnation, String how) implements AgreementEffect {}

  /** This process goes on as a new life, because the cluster gave the former one up. */
  record Reborn(Incarnation incarnation, String reason) implements AgreementEffect {}

  /**
   * The cluster holds this life for switched off and may run elsewhere what runs here: everything
   * here is to end at once.
   */
  record Disowned(String reason) implements AgreementEffect {}

  /**
   * The daemon may exit.
   *
   * @param recorded whether the others know that nothing runs here
   */
  record Left(boolean recorded, String detail) implements AgreementEffect {}

  /** One sentence for the log. */
  record Say(String sentence) implements AgreementEffect {}
}
