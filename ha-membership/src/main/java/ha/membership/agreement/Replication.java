package ha.membership.agreement;

import ha.membership.ledger.LogEntry;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.Position;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Brings the leader's log to the members, and knows what each has on its disk. */
final class Replication {
  private final Core core;
  private final Term term;
  private final TreeMap<NodeName, Progress> members = new TreeMap<>();

  private static final class Progress {
    long next;
    long match;
    boolean reset;
    boolean snapshot;
    long toldCommit = -1;
    @Nullable MonoTime waitingSince;
  }

  Replication(Core core, Term term) {
    this.core = core;
    this.term = term;
  }

  /** Starts to bring a member up from what it said it has committed. */
  void begin(NodeName member, PeerMessage.Promise promise) {
    if (!member.equals(core.self)) {
      Progress progress = new Progress();
      members.put(member, progress);
      start(member, progress, promise.commit());
    }
  }

  private void start(NodeName member, Progress progress, Position commit) {
    long base = core.journal.base().position().index();
    Optional<Position> ours = core.journal.at(commit.index());
    boolean older = commit.index() < base;
    progress.reset = !older && !ours.equals(Optional.of(commit));
    progress.snapshot = older || progress.reset;
    progress.next = (progress.snapshot ? base : commit.index()) + 1;
    if (progress.reset) {
      core.say(
          member
              + " committed entries that this record does not have (up to "
              + commit
              + "): an operator let one node go on without the other; they are replaced.");
    }
    send(member, progress);
  }

  /** Sends what is new to those who are not busy with something sent before. */
  void send() {
    members.forEach((member, progress) -> {
      if (progress.waitingSince == null && progress.next <= core.journal.last().index()) {
        send(member, progress);
      }
    });
  }

  void tellCommit() {
    members.forEach(this::send);
  }

  private void send(NodeName member, Progress progress) {
    progress.waitingSince = core.now;
    progress.toldCommit = core.journal.commit();
    long base = core.journal.base().position().index();
    if (progress.snapshot || progress.next <= base) {
      progress.snapshot = true;
      progress.next = base + 1;
      core.send(member, new PeerMessage.Install(term, core.journal.base(), progress.reset));
      return;
    }
    Position after = core.journal.at(progress.next - 1).orElseThrow();
    List<LogEntry> entries = Reign.batch(core, after.index());
    core.send(member, new PeerMessage.Append(term, after, entries, progress.toldCommit));
  }

  /** A member acknowledged; true if it has more than before. */
  boolean appended(NodeName from, PeerMessage.Appended ack) {
    Progress progress = members.get(from);
    if (progress == null) {
      return false;
    }
    boolean more = ack.match() > progress.match;
    progress.match = Math.max(progress.match, ack.match());
    if (progress.snapshot && ack.match() >= progress.next - 1) {
      progress.snapshot = false;
      progress.reset = false;
      more = true;
    }
    if (!progress.snapshot && ack.match() + 1 > progress.next) {
      progress.next = ack.match() + 1;
    }
    if (more) {
      progress.waitingSince = null;
      if (progress.next <= core.journal.last().index()) {
        send(from, progress);
      }
    }
    return more;
  }

  void mismatch(NodeName from, PeerMessage.Mismatch message) {
    Progress progress = members.get(from);
    if (progress != null && !progress.snapshot && progress.match < progress.next - 1) {
      start(from, progress, message.commit());
    }
  }

  /** Newest index that every member has on its disk. */
  long everywhere() {
    return members.values().stream().mapToLong(one -> one.match).min().orElse(Long.MAX_VALUE);
  }

  /** Says again what was not answered. */
  void upkeep() {
    members.forEach((member, progress) -> {
      boolean lacks =
          progress.snapshot
              || progress.match < core.journal.last().index()
              || progress.toldCommit < core.journal.commit();
      boolean due =
          progress.waitingSince == null
              || core.past(progress.waitingSince, core.settings.heartbeat().multipliedBy(2));
      if (lacks && due) {
        send(member, progress);
      }
    });
  }

  /** The members that do not have the log up to {@code index} yet. */
  SortedSet<NodeName> behind(long index) {
    SortedSet<NodeName> behind = new TreeSet<>();
    members.forEach((member, progress) -> {
      if (progress.match < index) {
        behind.add(member);
      }
    });
    if (core.journal.durable() < index) {
      behind.add(core.self);
    }
    return behind;
  }
}
