package ha.daemon.controller;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.AgentRef;
import ha.model.definition.Definitions;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.plan.Reason;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.yaml.YamlReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names, definitions, plans and results that tests speak of. */
final class Samples {
  static final NodeName ALICE = new NodeName("alice");
  static final NodeName BOB = new NodeName("bob");
  static final NodeName CAROL = new NodeName("carol");
  static final ResourceId WEB = new ResourceId("web");
  static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private Samples() {}

  /** A cluster of these nodes with whatever follows, as YAML. */
  static String yaml(List<NodeName> nodes, String rest) {
    String lines =
        nodes.stream()
            .map(n ->
                "  "
                    + n
                    + ": {links: [127.0.0."
                    + (n.value().charAt(0) - 'a' + 1)
                    + "], fence: [pdu]}\n")
            .collect(Collectors.joining());
    return "cluster: {name: test}\nnodes:\n"
        + lines
        + "fence-devices:\n  pdu: {agent: fence_dummy}\n"
        + rest;
  }

  static Optional<Definitions> read(String yaml) {
    var read = new YamlReader().read("test.yaml", yaml);
    if (read.definitions().isEmpty()) {
      throw new IllegalArgumentException(read.findings().toString());
    }
    return read.definitions();
  }

  static PlannedAction.Operation operation(ResourceId resource, String operation, NodeName node) {
    boolean probe = operation.equals("monitor");
    return new PlannedAction.Operation(
        resource,
        resource,
        AgentRef.builtIn("dummy"),
        operation,
        node,
        Duration.ZERO,
        Duration.ofSeconds(20),
        probe ? ExitCode.NOT_RUNNING : ExitCode.OK,
        new TreeMap<>(),
        new TreeMap<>(),
        Optional.empty(),
        Optional.empty(),
        "",
        "",
        0,
        false,
        Reason.of("test", "because the test says so"));
  }

  static PlannedAction.Operation migration(ResourceId resource, NodeName from, NodeName to) {
    PlannedAction.Operation like = operation(resource, "migrate_to", from);
    return new PlannedAction.Operation(
        like.resource(),
        like.base(),
        like.agent(),
        like.operation(),
        like.node(),
        like.interval(),
        like.timeout(),
        like.expectedExitCode(),
        like.parameters(),
        like.environment(),
        Optional.of(from),
        Optional.of(to),
        like.parametersDigest(),
        like.restartDigest(),
        like.timeoutsAllowed(),
        like.force(),
        like.reason());
  }

  static Plan plan(PlannedAction... actions) {
    return new Plan(List.of(), List.of(), List.of(actions), List.of(), List.of());
  }

  /** One after the other. */
  static Plan chain(PlannedAction... actions) {
    List<Plan.Ordering> orders =
        Stream.iterate(1, i -> i < actions.length, i -> i + 1)
            .map(i -> new Plan.Ordering(i - 1, i))
            .toList();
    return new Plan(List.of(), List.of(), List.of(actions), orders, List.of());
  }

  static OperationRecord result(PlannedAction.Operation action, int exitCode, Instant at) {
    return new OperationRecord(
        action.resource(),
        action.agent(),
        action.operation(),
        action.interval(),
        0,
        Status.DONE,
        exitCode,
        action.expectedExitCode(),
        "",
        Optional.of(at),
        Optional.of(at),
        Optional.of(Duration.ofMillis(10)),
        action.migrationSource(),
        action.migrationTarget(),
        action.parametersDigest(),
        action.restartDigest());
  }
}
