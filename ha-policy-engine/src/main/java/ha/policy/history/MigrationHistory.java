package ha.policy.history;

import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the two halves of a live migration say together. */
final class MigrationHistory {
  /** Where a domain is that its source has sent. */
  enum Arrival {
    /** It arrived; what is left at the source is a formality. */
    ELSEWHERE,
    /** Sent, but the target has not answered. */
    UNDECIDED,
    /** The target knows nothing of it: it was not even tried there, or the target was reborn. */
    STAYS,
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
  static Arrival sent(Situation s, Resource r, Node source, OperationRecord op) {
    Node target = target(s, op);
    if (target == null) {
      return Arrival.HERE;
    }
    Optional<OperationRecord> received = half(r, target, "migrate_from", source, target);
    if (received.isPresent() && ended(received.get())) {
      if (succeeded(received.get())) {
        return Arrival.ELSEWHERE;
      }
      if (target.online && !leftSince(r, target, received.get(), target)) {
        HistoryReader.activeOn(s, r, target);
      }
      return Arrival.HERE;
    }
    if (!target.online) {
      return Arrival.HERE;
    }
    if (unknown(r, target)) {
      return Arrival.STAYS;
    }
    if (leftSince(r, target, op, source)) {
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
   * The source could not send it; half of it may be at the target, unless that knows nothing of it
   * or knows something newer.
   */
  static void sendingFailed(Situation s, Resource r, Node source, OperationRecord op) {
    Node target = target(s, op);
    if (target == null || !target.online || unknown(r, target)) {
      return;
    }
    Optional<OperationRecord> received =
        half(r, target, "migrate_from", source, target).filter(MigrationHistory::succeeded);
    boolean left =
        received.isPresent()
            ? leftSince(r, target, received.get(), target)
            : leftSince(r, target, op, source);
    if (!left) {
      HistoryReader.activeOn(s, r, target);
    }
  }

  /** The target could not take it; the source may still have it. */
  static void receivingFailed(Situation s, Resource r, Node target, OperationRecord op) {
    Node source = op.migrationSource().map(s::node).orElse(null);
    if (source == null || !source.online || unknown(r, source)) {
      return;
    }
    Optional<OperationRecord> sent = half(r, source, "migrate_to", source, target);
    boolean left =
        sent.isPresent()
            ? succeeded(sent.get()) && leftSince(r, source, sent.get(), source)
            : leftSince(r, source, op, target);
    if (!left) {
      HistoryReader.activeOn(s, r, source);
    }
  }

  /** The last operation that is one half of a migration between these two. */
  private static Optional<OperationRecord> half(
      Resource r, Node node, String operation, Node source, Node target) {
    return history(r, node)
        .filter(op ->
            op.operation().equals(operation)
                && op.migrationSource().equals(Optional.of(source.name))
                && op.migrationTarget().equals(Optional.of(target.name)))
        .reduce((first, second) -> second);
  }

  /** Whether the node remembers nothing that ended. */
  private static boolean unknown(Resource r, Node node) {
    return history(r, node).noneMatch(MigrationHistory::ended);
  }

  /** Whether the node has a newer operation than this one, other than finding it at work. */
  private static boolean leftSince(Resource r, Node node, OperationRecord than, Node thanOn) {
    return history(r, node)
        .filter(op -> ended(op) && !foundActive(op))
        .anyMatch(op -> newer(op, than, node == thanOn));
  }

  private static boolean foundActive(OperationRecord op) {
    return op.operation().equals("monitor") && op.exitCode() != ExitCode.NOT_RUNNING;
  }

  private static boolean succeeded(OperationRecord op) {
    return ended(op) && op.exitCode() == ExitCode.OK;
  }

  private static boolean ended(OperationRecord op) {
    return op.status() != Status.PENDING;
  }

  /** Of one node, operations are numbered; of two nodes, only the time tells. */
  private static boolean newer(OperationRecord op, OperationRecord than, boolean sameNode) {
    if (sameNode) {
      return op.callId() > than.callId();
    }
    return op.lastChange().isPresent()
        && than.lastChange().isPresent()
        && op.lastChange().get().isAfter(than.lastChange().get());
  }

  private static Stream<OperationRecord> history(Resource r, Node node) {
    return node.state.stream()
        .flatMap(state -> state.history().stream())
        .filter(op -> op.resource().equals(r.id));
  }
}
