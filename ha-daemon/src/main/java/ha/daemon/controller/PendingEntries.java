package ha.daemon.controller;

import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import java.util.List;
import java.util.TreeSet;

/** Entries of one leadership that are on their way into the ledger. */
final class PendingEntries {
  private final TreeSet<Long> tokens = new TreeSet<>();
  private final Term term;
  private long count;

  PendingEntries(Term term) {
    this.term = term;
  }

  void append(LedgerEntry entry, Step step) {
    append(List.of(entry), step);
  }

  void append(List<LedgerEntry> entries, Step step) {
    long token = (term.number() << 20) + ++count;
    tokens.add(token);
    step.add(new ControllerEffect.Append(token, entries));
  }

  /** Entries for people to read: nothing waits for them, and nothing follows from them. */
  void note(List<LedgerEntry> entries, Step step) {
    step.add(new ControllerEffect.Append((term.number() << 20) + ++count, entries));
  }

  /** Whether these were entries of this leadership. */
  boolean ended(long token) {
    return tokens.remove(token);
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }
}
