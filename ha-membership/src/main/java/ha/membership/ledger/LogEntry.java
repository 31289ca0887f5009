package ha.membership.ledger;

import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;

/**
 * An entry at its place. Two entries of the same index and term are the same, and so is all that
 * precedes them.
 */
public record LogEntry(long index, Term term, LedgerEntry entry) {
  /** Where it stands. */
  public Position position() {
    return new Position(term, index);
  }
}
