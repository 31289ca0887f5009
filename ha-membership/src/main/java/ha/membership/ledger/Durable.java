package ha.membership.ledger;

import java.util.List;

/**
 * What a disk held when the daemon started.
 *
 * @param entries those after the snapshot, contiguous
 * @param commit newest index that is known to be committed, at least the snapshot's
 */
public record Durable(Meta meta, LedgerSnapshot snapshot, List<LogEntry> entries, long commit) {
  public Durable {
    entries = List.copyOf(entries);
  }

  /** Of an empty disk. */
  public static Durable fresh(ha.model.Incarnation incarnation) {
    return new Durable(Meta.fresh(incarnation), LedgerSnapshot.EMPTY, List.of(), 0);
  }
}
