package ha.policy.why;

import ha.model.Durations;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.OptionNames;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Remedy;
import ha.model.plan.Reason;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.NodeState.FailureCount;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Why failures keep a resource from a node, and what would change that. */
final class Failures {
  private final Known known;

  Failures(Known known) {
    this.known = known;
  }

  /** Failed as often as it may, or once in a way that counts for ever. */
  Cause tooMany(Reason reason, ResourceId resource, NodeName node) {
    List<FailureCount> counts = counts(resource, node);
    int sum = counts.stream().mapToInt(c -> c.count().value()).sum();
    boolean forGood = sum >= Score.INFINITY.value();
    String last = lastFailure(resource, node).map(words -> ": " + words).orElse("");
    String text;
    if (counts.isEmpty()) {
      text = reason.text();
    } else if (forGood) {
      text = "it failed there, which bars it from the node" + last;
    } else {
      String limit =
          known
              .option(resource, OptionNames.Resource.MIGRATION_THRESHOLD)
              .map(o -> ", as often as it may (migration-threshold " + o.value() + ")")
              .orElse("");
      text = "it failed there " + (sum == 1 ? "once" : sum + " times") + limit + last;
    }
    List<Remedy> remedies = new ArrayList<>();
    remedies.add(Remedy.act("find and mend the cause: hactl history " + resource.base()));
    remedies.add(Remedy.command("hactl cleanup " + resource.base() + " --node " + node));
    expiry(resource, counts)
        .ifPresent(at ->
            remedies.add(Remedy.wait("the failures are forgotten at " + RuleWords.moment(at))));
    return new Cause(text, known.position(resource), remedies);
  }

  private Optional<Instant> expiry(ResourceId resource, List<FailureCount> counts) {
    Optional<Duration> timeout =
        known
            .option(resource, OptionNames.Resource.FAILURE_TIMEOUT)
            .flatMap(o -> Durations.read(o.value()))
            .filter(d -> !d.isZero());
    return timeout.flatMap(d ->
        counts.stream()
            .map(FailureCount::last)
            .max(Comparator.naturalOrder())
            .map(d::addTo)
            .map(Instant::from));
  }

  private List<FailureCount> counts(ResourceId resource, NodeName node) {
    NodeState state = known.snapshot.nodes().get(node);
    return state == null
        ? List.of()
        : state.failures().stream()
            .filter(f -> f.resource().base().equals(resource.base()))
            .toList();
  }

  /** {@code monitor: port 80 does not answer}. */
  Optional<String> lastFailure(ResourceId resource, NodeName node) {
    NodeState state = known.snapshot.nodes().get(node);
    if (state == null) {
      return Optional.empty();
    }
    return state.history().stream()
        .filter(op -> op.resource().base().equals(resource.base()))
        .filter(Failures::isFailure)
        .max(Comparator.comparingInt(OperationRecord::callId))
        .map(Failures::words);
  }

  private static boolean isFailure(OperationRecord op) {
    boolean ended = op.status() == Status.DONE;
    boolean expected = op.exitCode() == Math.max(0, op.expectedExitCode());
    boolean probe = op.operation().equals("monitor") && op.interval().isZero();
    return ended ? !expected && !probe : op.status() == Status.TIMED_OUT || isError(op.status());
  }

  private static boolean isError(Status status) {
    return switch (status) {
      case ERROR, ERROR_HARD, ERROR_FATAL, NOT_INSTALLED, NOT_CONNECTED, INVALID, NOT_SUPPORTED ->
          true;
      case PENDING, DONE, CANCELLED, TIMED_OUT, UNKNOWN -> false;
    };
  }

  static String words(OperationRecord op) {
    String how =
        !op.exitReason().isEmpty()
            ? "'" + op.exitReason() + "'"
            : op.status() == Status.TIMED_OUT ? "timed out" : "exit code " + op.exitCode();
    return op.operation() + " said " + how;
  }

  /** A stop failed and nothing else may be done. */
  Cause blocked(ResourceId resource, Optional<NodeName> node, String text) {
    return new Cause(
        text,
        known.position(resource),
        List.of(
            Remedy.act(
                "stop "
                    + resource.base()
                    + " by hand"
                    + node.map(n -> " on " + n).orElse("")
                    + ", and make certain that it is stopped"),
            Remedy.command("hactl cleanup " + resource.base())));
  }
}
