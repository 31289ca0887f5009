package ha.membership.agreement;

import ha.membership.ledger.DiskWrite;
import ha.membership.ledger.LogEntry;
import ha.membership.ledger.Meta;
import ha.model.MonoTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes in their order, one at a time; neighbours that can be one are made one. A failed write is
 * tried again for ever, but after a while this node counts as unable to take part.
 */
final class DiskQueue {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int PATIENCE = 5;

  private final Core core;
  private final Deque<Job> jobs = new ArrayDeque<>();
  private @Nullable Job current;
  private long ticket;
  private boolean asked;
  private MonoTime retryAt;
  private MonoTime currentSince;
  private @Nullable String trouble;
  private Meta durableMeta;

  private record Job(DiskWrite write, List<Runnable> then) {}

  DiskQueue(Core core, Meta durableMeta) {
    this.core = core;
    this.durableMeta = durableMeta;
    this.retryAt = core.now;
    this.currentSince = core.now;
  }

  Meta durableMeta() {
    return durableMeta;
  }

  void saveMeta(Meta meta, Runnable then) {
    add(
        new DiskWrite.SaveMeta(meta),
        () -> {
          durableMeta = meta;
          then.run();
        });
  }

  void add(DiskWrite write, Runnable then) {
    Job last = jobs.peekLast();
    Optional<DiskWrite> merged = last == null ? Optional.empty() : merge(last.write, write);
    List<Runnable> all = new ArrayList<>();
    if (merged.isPresent() && last != null) {
      jobs.removeLast();
      all.addAll(last.then);
    }
    all.add(then);
    jobs.addLast(new Job(merged.orElse(write), all));
  }

  private static Optional<DiskWrite> merge(DiskWrite first, DiskWrite second) {
    if (first instanceof DiskWrite.SaveMeta && second instanceof DiskWrite.SaveMeta) {
      return Optional.of(second);
    }
    if (first instanceof DiskWrite.Append a && second instanceof DiskWrite.Append b) {
      long from = b.entries().getFirst().index();
      if (a.entries().getLast().index() + 1 < from) {
        return Optional.empty();
      }
      List<LogEntry> entries = new ArrayList<>();
      a.entries().stream().filter(entry -> entry.index() < from).forEach(entries::add);
      entries.addAll(b.entries());
      return Optional.of(new DiskWrite.Append(entries, b.commit()));
    }
    return Optional.empty();
  }

  /** Asks for the next write, if none is under way. */
  void pump() {
    if (current == null) {
      current = jobs.pollFirst();
      currentSince = core.now;
      asked = false;
      retryAt = core.now;
    }
    if (current != null && !asked && !core.now.before(retryAt)) {
      asked = true;
      ticket++;
      core.out.add(new AgreementEffect.Persist(ticket, current.write));
    }
  }

  void persisted(long done) {
    Job job = current;
    if (job == null || done != ticket) {
      return;
    }
    current = null;
    if (trouble != null) {
      core.say("The disk takes writes again.");
      trouble = null;
    }
    job.then.forEach(Runnable::run);
  }

  void failed(long done, String cause) {
    if (current == null || done != ticket) {
      return;
    }
    if (trouble == null) {
      core.say("Cannot write to the disk: " + cause + ". Trying again every second.");
    }
    trouble = cause;
    asked = false;
    retryAt = core.now.plus(RETRY);
  }

  /** Whether writes get done in a time that the others can be asked to wait. */
  boolean able() {
    return current == null
        || !core.past(currentSince, core.settings.detection().multipliedBy(PATIENCE));
  }

  /** Why writes are not done, if so. */
  Optional<String> trouble() {
    if (trouble == null && !able()) {
      return Optional.of("a write has not ended for " + core.now.since(currentSince));
    }
    return Optional.ofNullable(trouble);
  }
}
