package ha.policy.whatif;

import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.Definitions;
import ha.model.definition.OperationDefinition;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.NodeState.FailureCount;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The end of an operation that is only imagined, as a node's history would show it. */
final class ImaginedResult {
  private static final String MONITOR = "monitor";

  private final Injection.Result result;
  private final Primitive definition;
  private final Duration interval;

  private ImaginedResult(Injection.Result result, Primitive definition, Duration interval) {
    this.result = result;
    this.definition = definition;
    this.interval = interval;
  }

  /** What the history would show, or empty after an addition to {@code unknown}. */
  static Optional<ImaginedResult> of(
      Definitions definitions, Injection.Result result, List<Unknown> unknown) {
    Map<ResourceId, Primitive> primitives = new LinkedHashMap<>();
    definitions.resources().values().forEach(resource -> collect(resource, primitives));
    Optional<Primitive> found =
        Optional.ofNullable(primitives.get(result.resource()))
            .or(() ->
                Optional.ofNullable(primitives.get(new ResourceId(result.resource().base()))));
    if (found.isEmpty()) {
      List<String> known = primitives.keySet().stream().map(ResourceId::value).toList();
      unknown.add(new Unknown("resource", result.resource().value(), known));
    }
    return found.map(p -> new ImaginedResult(result, p, interval(result, p)));
  }

  private static void collect(ResourceDefinition definition, Map<ResourceId, Primitive> into) {
    switch (definition) {
      case Primitive primitive -> into.put(primitive.id(), primitive);
      case ResourceDefinition.Group group -> group.members().forEach(m -> collect(m, into));
      case ResourceDefinition.Clone clone -> collect(clone.child(), into);
      case ResourceDefinition.Bundle bundle ->
          bundle.child().ifPresent(child -> collect(child, into));
    }
  }

  private static Duration interval(Injection.Result result, Primitive definition) {
    return result
        .interval()
        .orElseGet(() ->
            definition.operations().stream()
                .filter(op -> op.name().equals(result.operation()) && !op.interval().isZero())
                .map(OperationDefinition::interval)
                .findFirst()
                .orElse(Duration.ZERO));
  }

  /** The state with this at the end of its history, and counted if it is a failure. */
  NodeState addedTo(NodeState state, Instant now) {
    ResourceId instance = instance(state);
    List<OperationRecord> history = new ArrayList<>(state.history());
    int callId = history.stream().mapToInt(OperationRecord::callId).max().orElse(0) + 1;
    int expected = expected(state, instance);
    history.removeIf(old ->
        old.resource().equals(instance)
            && old.operation().equals(result.operation())
            && old.interval().equals(interval));
    history.add(
        new OperationRecord(
            instance,
            definition.agent(),
            result.operation(),
            interval,
            Math.max(callId, 1),
            Status.DONE,
            result.exitCode(),
            expected,
            "imagined",
            Optional.of(now),
            Optional.of(now),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            ""));
    boolean failed = result.exitCode() != expected && result.exitCode() != ExitCode.OK;
    return new NodeState(
        state.name(),
        state.standing(),
        state.attributes(),
        history,
        failed ? counted(state.failures(), now) : state.failures(),
        state.fenceWanted());
  }

  /** The instance that the node knows, where the clone was named. */
  private ResourceId instance(NodeState state) {
    if (!result.resource().equals(definition.id())) {
      return result.resource();
    }
    return state.history().stream()
        .map(OperationRecord::resource)
        .filter(r -> r.equals(definition.id()) || r.base().equals(definition.id().value()))
        .findFirst()
        .orElse(definition.id());
  }

  /** What it should have been: a probe finds nothing, a monitor what was found there before. */
  private int expected(NodeState state, ResourceId instance) {
    if (!result.operation().equals(MONITOR)) {
      return ExitCode.OK;
    }
    if (interval.isZero()) {
      return ExitCode.NOT_RUNNING;
    }
    boolean promoted =
        state.history().stream()
            .filter(old -> old.resource().equals(instance))
            .anyMatch(old -> old.operation().equals("promote") && old.exitCode() == ExitCode.OK);
    return promoted ? ExitCode.RUNNING_PROMOTED : ExitCode.OK;
  }

  private List<FailureCount> counted(List<FailureCount> failures, Instant now) {
    ResourceId resource = new ResourceId(definition.id().base());
    List<FailureCount> all = new ArrayList<>(failures);
    Optional<FailureCount> before =
        all.stream()
            .filter(f ->
                f.resource().equals(resource)
                    && f.operation().equals(result.operation())
                    && f.interval().equals(interval))
            .findFirst();
    before.ifPresent(all::remove);
    Score count = before.map(FailureCount::count).orElse(Score.ZERO).plus(Score.of(1));
    all.add(new FailureCount(resource, result.operation(), interval, count, now));
    return all;
  }
}
