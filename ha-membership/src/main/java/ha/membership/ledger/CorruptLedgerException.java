package ha.membership.ledger;

import java.io.IOException;

/** The files hold something that no crash explains; starting on them could lose what was agreed. */
public final class CorruptLedgerException extends IOException {
  private static final long serialVersionUID = 1L;

  public CorruptLedgerException(String where, String what) {
    super(
        where
            + ": "
            + what
            + ". This is no trace of a crash but damage; this node must not take part with it. If"
            + " the other nodes are well, move the directory away: the node then takes the record"
            + " from them.");
  }
}
