package ha.membership.ledger;

import java.util.List;

/**
 * One change of what a node's disk holds; durable as a whole or not at all, except that of appended
 * entries a first part may survive a crash.
 */
public sealed interface DiskWrite {
  /** Replaces the facts beside the log. */
  record SaveMeta(Meta meta) implements DiskWrite {}

  /**
   * Puts entries at their places; whatever stood at the first one's index and after it goes.
   *
   * @param entries contiguous, not empty
   * @param commit newest index known to be committed when this was written
   */
  record Append(List<LogEntry> entries, long commit) implements DiskWrite {
    public Append {
      entries = List.copyOf(entries);
    }
  }

  /** Keeps a snapshot in the stead of the entries up to its place; later entries stay. */
  record Compact(LedgerSnapshot snapshot) implements DiskWrite {}

  /** Replaces snapshot and all entries. */
  record Install(LedgerSnapshot snapshot) implements DiskWrite {}
}
