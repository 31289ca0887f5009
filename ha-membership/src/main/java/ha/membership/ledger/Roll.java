package ha.membership.ledger;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.snapshot.Standing;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What membership itself needs to know of the ledger: the newest term, how each node's newest known
 * life stands, and who votes. A fold over the entries; immutable.
 *
 * @param leader of {@code term}; empty before the first
 * @param electorate as the applied definitions say; empty while none were applied
 */
public record Roll(
    Term term,
    Optional<NodeName> leader,
    SortedMap<NodeName, Life> lives,
    Optional<Electorate> electorate) {
  /** Before the first entry. */
  public static final Roll EMPTY =
      new Roll(Term.NONE, Optional.empty(), new TreeMap<>(), Optional.empty());

  public Roll {
    lives = Collections.unmodifiableSortedMap(new TreeMap<>(lives));
  }

  /**
   * How a life of a node stands.
   *
   * @param standing MEMBER, LEFT, LOST or FENCED
   */
  public record Life(Incarnation incarnation, Standing standing) {}

  /** This roll after {@code entry}. */
  public Roll apply(LedgerEntry entry, ElectorateReader reader) {
    return switch (entry) {
      case LedgerEntry.TermBegan began -> began(began);
      case LedgerEntry.NodeLeft left -> stands(left.node(), left.incarnation(), Standing.LEFT);
      case LedgerEntry.NodeLost lost -> stands(lost.node(), lost.incarnation(), Standing.LOST);
      case LedgerEntry.FenceConfirmed off -> stands(off.node(), off.incarnation(), Standing.FENCED);
      case LedgerEntry.DefinitionsApplied applied -> {
        Optional<Electorate> read = reader.read(applied.yaml());
        yield read.isEmpty() || read.equals(electorate)
            ? this
            : new Roll(term, leader, lives, read);
      }
      case LedgerEntry.NodeKeeps ignored -> this;
      case LedgerEntry.NodeWatched ignored -> this;
      case LedgerEntry.FenceOrdered ignored -> this;
      case LedgerEntry.FenceFailed ignored -> this;
      case LedgerEntry.AttributeChanged ignored -> this;
      case LedgerEntry.OperationFailed ignored -> this;
      case LedgerEntry.MonitorTimedOut ignored -> this;
      case LedgerEntry.FailuresCleared ignored -> this;
      case LedgerEntry.OverrideSet ignored -> this;
      case LedgerEntry.OverrideLifted ignored -> this;
      case LedgerEntry.Noted ignored -> this;
    };
  }

  private Roll began(LedgerEntry.TermBegan began) {
    SortedMap<NodeName, Life> next = new TreeMap<>(lives);
    began
        .members()
        .forEach((node, incarnation) -> next.put(node, new Life(incarnation, Standing.MEMBER)));
    return new Roll(began.term(), Optional.of(began.leader()), next, electorate);
  }

  private Roll stands(NodeName node, Incarnation incarnation, Standing standing) {
    Life known = lives.get(node);
    if (known != null) {
      boolean older = known.incarnation().newerThan(incarnation);
      boolean worse =
          known.incarnation().equals(incarnation)
              && (known.standing() == Standing.FENCED
                  || (known.standing() == Standing.LEFT && standing == Standing.LOST));
      if (older || worse) {
        return this;
      }
    }
    SortedMap<NodeName, Life> next = new TreeMap<>(lives);
    next.put(node, new Life(incarnation, standing));
    return new Roll(term, leader, next, electorate);
  }

  /** Whether this life of the node may be a member of a new term. */
  public boolean welcomes(NodeName node, Incarnation incarnation) {
    Life known = lives.get(node);
    return known == null
        || incarnation.newerThan(known.incarnation())
        || (incarnation.equals(known.incarnation()) && known.standing() == Standing.MEMBER);
  }

  /** Whether exactly this life of the node stands so. */
  public boolean isOneOf(NodeName node, Incarnation incarnation, Standing... standings) {
    Life known = lives.get(node);
    if (known == null || !known.incarnation().equals(incarnation)) {
      return false;
    }
    for (Standing standing : standings) {
      if (known.standing() == standing) {
        return true;
      }
    }
    return false;
  }

  /** The newest life of the node that the ledger knows; {@link Incarnation#UNKNOWN} if none. */
  public Incarnation newest(NodeName node) {
    Life known = lives.get(node);
    return known == null ? Incarnation.UNKNOWN : known.incarnation();
  }
}
