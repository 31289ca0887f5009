package ha.policy.history;

import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the two halves of a live migration say together. */
final class MigrationHistory {
  /** Where a domain is that its source has sent. */
  enum Arrival {
    /** It arrived; what is left at the source is a formality. */
    ELSEWHERE,
    /** Sent, but the target has not answered. */
    UNDECIDED,
    /** It did not arrive. */
    HERE
  }

  private MigrationHistory() {}

  private static @Nullable Node target(Situation s, OperationRecord op) {
    return op.migrationTarget().map(s::node).orElse(null);
  }

  /** A migration is under way; of a source that is lost nobody knows how far it came. */
  static void pending(Situation s, Resource r, Node source, OperationRecord op) {
    Node target = target(s, op);
    if (target != null && target.online && source.unclean) {
      r.dangling.add(target);
    } else if (target != null && target.online && source.online) {
      r.partialSource = source;
      r.partialTarget = target;
    }
  }

  /** The source says that it has sent the domain. */
  static Arrival sent(
      Situation s, Resource r, Node source, OperationRecord op, List<OperationRecord> history) {
    Node target = target(s, op);
    if (target == null) {
      return Arrival.HERE;
    }
    Optional<OperationRecord> received = last(r, target, "migrate_from");
    Optional<OperationRecord> stopped = last(r, target, "stop");
    boolean valid =
        received.filter(f -> f.migrationSource().map(source.name::equals).orElse(true)).isPresent();
    if (valid && received.get().status() == Status.DONE) {
      if (received.get().exitCode() == ExitCode.OK) {
        return Arrival.ELSEWHERE;
      }
      if (target.online && !newer(stopped, received)) {
        HistoryReader.activeOn(s, r, target);
      }
      return Arrival.HERE;
    }
    if (!target.online) {
      return Arrival.HERE;
    }
    if (source.online) {
      r.partialSource = source;
      r.partialTarget = target;
      r.partialSent = true;
    }
    HistoryReader.activeOn(s, r, target);
    return Arrival.UNDECIDED;
  }

  /**
   * The source could not send it; half of it may be at the target. Where the target remembers
   * nothing at all, it is asked anyway.
   */
  static void sendingFailed(Situation s, Resource r, Node source, OperationRecord op) {
    Node target = target(s, op);
    if (target == null || !target.online) {
      return;
    }
    List<OperationRecord> there =
        target.state.stream()
            .flatMap(state -> state.history().stream())
            .filter(o -> means(o, r))
            .toList();
    boolean settled = there.stream().anyMatch(o -> after(o, op) && o.status() == Status.DONE);
    if (!settled && !there.isEmpty()) {
      HistoryReader.activeOn(s, r, target);
    }
  }

  /** The target could not take it; the source may still have it. */
  static void receivingFailed(Situation s, Resource r, Node target, OperationRecord op) {
    Node source = op.migrationSource().map(s::node).orElse(null);
    if (source == null || !source.online) {
      return;
    }
    Optional<OperationRecord> sent = last(r, source, "migrate_to");
    if (sent.isPresent() && !newer(last(r, source, "stop"), sent)) {
      HistoryReader.activeOn(s, r, source);
    }
  }

  private static boolean after(OperationRecord later, OperationRecord earlier) {
    return later.lastRun().isPresent()
        && earlier.lastRun().isPresent()
        && later.lastRun().get().isAfter(earlier.lastRun().get());
  }

  private static boolean newer(
      Optional<OperationRecord> candidate, Optional<OperationRecord> than) {
    return candidate.isPresent()
        && (than.isEmpty() || candidate.get().callId() > than.get().callId());
  }

  private static boolean means(OperationRecord op, Resource r) {
    return op.resource().equals(r.id);
  }

  private static Optional<OperationRecord> last(Resource r, Node node, String operation) {
    return node.state.stream()
        .flatMap(state -> state.history().stream())
        .filter(op -> means(op, r) && op.operation().equals(operation))
        .reduce((first, second) -> second);
  }
}
