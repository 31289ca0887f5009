package ha.membership.agreement;

import ha.membership.ledger.DiskWrite;
import ha.membership.ledger.Durable;
import ha.membership.ledger.Electorate;
import ha.membership.ledger.LedgerSnapshot;
import ha.membership.ledger.LogEntry;
import ha.membership.ledger.Roll;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log in memory: what is known, what of it is on this disk, what of it is committed. */
final class Journal {
  private final Core core;
  private LedgerSnapshot base;
  private final List<LogEntry> entries = new ArrayList<>();
  private long commit;
  private long durable;
  private Roll committedRoll;
  private Roll tailRoll;
  private final List<Electorate> electorates = new ArrayList<>();
  private final long knownCommitted;

  Journal(Core core, Durable held) {
    this.core = core;
    this.base = held.snapshot();
    this.entries.addAll(held.entries());
    this.commit = base.position().index();
    this.durable = last().index();
    this.committedRoll = base.roll();
    this.tailRoll = committedRoll;
    this.knownCommitted = Math.min(held.commit(), durable);
    refold();
  }

  /** Says what the disk held; once, at the first step. */
  void replay() {
    if (base.position().index() > 0) {
      core.out.add(new AgreementEffect.Restored(base.position(), base.state()));
    }
    commitTo(knownCommitted);
  }

  Position last() {
    return entries.isEmpty() ? base.position() : entries.getLast().position();
  }

  LedgerSnapshot base() {
    return base;
  }

  long commit() {
    return commit;
  }

  Position commitPosition() {
    return at(commit).orElseThrow();
  }

  /** Newest index up to which the log is on this disk. */
  long durable() {
    return core.unsafe(Unsafe.ACK_BEFORE_FSYNC) ? last().index() : durable;
  }

  Roll committedRoll() {
    return committedRoll;
  }

  /** The fold of everything in the log, committed or not. */
  Roll tailRoll() {
    return tailRoll;
  }

  List<Electorate> electorates() {
    return electorates;
  }

  /** The position at an index, if the log or the snapshot's edge has it. */
  Optional<Position> at(long index) {
    long offset = index - base.position().index();
    if (offset == 0) {
      return Optional.of(base.position());
    }
    return offset > 0 && offset <= entries.size()
        ? Optional.of(entries.get((int) offset - 1).position())
        : Optional.empty();
  }

  /** At most {@code most} entries after {@code index}, which must not lie before the snapshot. */
  List<LogEntry> after(long index, int most) {
    int from = (int) (index - base.position().index());
    return List.copyOf(entries.subList(from, Math.min(entries.size(), from + most)));
  }

  /** The leader's own entries, at the end. */
  void append(Term term, List<LedgerEntry> proposed) {
    List<LogEntry> added = new ArrayList<>();
    for (LedgerEntry entry : proposed) {
      added.add(new LogEntry(last().index() + 1 + added.size(), term, entry));
    }
    add(added);
  }

  /**
   * Takes over another's entries after a place.
   *
   * @return whether they fit; if not, nothing changed
   */
  boolean put(Position after, List<LogEntry> others) {
    if (after.index() >= base.position().index() && !at(after.index()).equals(Optional.of(after))) {
      return false;
    }
    if (after.index() > last().index()) {
      return false;
    }
    List<LogEntry> fresh = new ArrayList<>();
    for (LogEntry entry : others) {
      boolean have =
          entry.index() <= base.position().index()
              || at(entry.index()).equals(Optional.of(entry.position()));
      if (!have || !fresh.isEmpty()) {
        fresh.add(entry);
      }
    }
    if (fresh.isEmpty()) {
      return true;
    }
    long from = fresh.getFirst().index();
    if (from <= commit) {
      return false;
    }
    while (last().index() >= from) {
      entries.removeLast();
    }
    durable = Math.min(durable, from - 1);
    refold();
    add(fresh);
    return true;
  }

  private void add(List<LogEntry> added) {
    entries.addAll(added);
    for (LogEntry entry : added) {
      fold(entry);
    }
    core.disk.add(new DiskWrite.Append(added, commit), () -> written(added));
  }

  /** Counts what of a finished write still stands in the log. */
  private void written(List<LogEntry> done) {
    for (LogEntry entry : done) {
      if (at(entry.index()).equals(Optional.of(entry.position()))) {
        durable = Math.max(durable, entry.index());
      }
    }
  }

  /** Replaces everything by a snapshot. */
  void install(LedgerSnapshot snapshot, Runnable then) {
    base = snapshot;
    entries.clear();
    commit = snapshot.position().index();
    durable = 0;
    committedRoll = snapshot.roll();
    refold();
    core.out.add(new AgreementEffect.Restored(snapshot.position(), snapshot.state()));
    core.disk.add(
        new DiskWrite.Install(snapshot),
        () -> {
          if (base.equals(snapshot)) {
            durable = Math.max(durable, snapshot.position().index());
          }
          then.run();
        });
  }

  /** Commits up to an index; says each entry. */
  void commitTo(long index) {
    while (commit < index) {
      LogEntry entry = entries.get((int) (commit - base.position().index()));
      commit++;
      Roll before = committedRoll;
      committedRoll = before.apply(entry.entry(), core.config.reader());
      if (!committedRoll.electorate().equals(before.electorate())) {
        refold();
      }
      core.committed(entry, before);
    }
  }

  /** Replaces the committed entries up to {@code index} by the controller's fold of them. */
  void compact(long index, Term term, String state) {
    boolean ours = index <= commit && at(index).equals(Optional.of(new Position(term, index)));
    if (!ours || index <= base.position().index()) {
      return;
    }
    Roll roll = base.roll();
    int count = (int) (index - base.position().index());
    for (LogEntry entry : entries.subList(0, count)) {
      roll = roll.apply(entry.entry(), core.config.reader());
    }
    LedgerSnapshot snapshot = new LedgerSnapshot(new Position(term, index), roll, state);
    entries.subList(0, count).clear();
    base = snapshot;
    core.disk.add(new DiskWrite.Compact(snapshot), () -> {});
  }

  private void refold() {
    tailRoll = committedRoll;
    electorates.clear();
    electorates.add(committedRoll.electorate().orElse(core.config.seed()));
    int from = (int) (commit - base.position().index());
    entries.subList(from, entries.size()).forEach(this::fold);
  }

  private void fold(LogEntry entry) {
    Roll next = tailRoll.apply(entry.entry(), core.config.reader());
    if (!next.electorate().equals(tailRoll.electorate())) {
      electorates.add(next.electorate().orElse(core.config.seed()));
    }
    tailRoll = next;
  }
}
