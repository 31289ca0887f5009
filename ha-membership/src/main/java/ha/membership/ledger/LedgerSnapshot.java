package ha.membership.ledger;

import ha.model.ledger.Position;

/**
 * The ledger folded up to a place, in the stead of the entries up to there.
 *
 * @param roll the fold that membership needs
 * @param state the controller's fold, as JSON; opaque here; empty before the first entry
 */
public record LedgerSnapshot(Position position, Roll roll, String state) {
  /** Of an empty ledger. */
  public static final LedgerSnapshot EMPTY = new LedgerSnapshot(Position.START, Roll.EMPTY, "");
}
