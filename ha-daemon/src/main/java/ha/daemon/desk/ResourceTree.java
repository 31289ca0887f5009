package ha.daemon.desk;

import ha.api.ResourceStatus;
import ha.api.ResourceStatus.Failure;
import ha.api.ResourceStatus.Instance;
import ha.api.ResourceStatus.Kind;
import ha.api.ResourceStatus.State;
import ha.api.ResourceStatus.Timeouts;
import ha.daemon.controller.InFlight;
import ha.daemon.controller.NodeReport;
import ha.model.Durations;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.ledger.ClusterRecord.FailureFact;
import ha.model.plan.Problem;
import ha.model.snapshot.OperationRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Resources as a tree, each with where it is and what is wrong with it. */
final class ResourceTree {
  private final Situation situation;
  private final Definitions definitions;

  ResourceTree(Situation situation, Definitions definitions) {
    this.situation = situation;
    this.definitions = definitions;
  }

  List<ResourceStatus> build() {
    return definitions.resources().values().stream().map(d -> status(d, Inherited.NONE)).toList();
  }

  /** What a definition inherits from what holds it. */
  private record Inherited(Role targetRole, boolean managed, boolean promotable) {
    private static final Inherited NONE = new Inherited(Role.STARTED, true, false);
  }

  private ResourceStatus status(ResourceDefinition definition, Inherited above) {
    boolean promotable =
        above.promotable() || flag(definition, OptionNames.Resource.PROMOTABLE, false);
    Inherited mine =
        new Inherited(
            option(definition, OptionNames.Resource.TARGET_ROLE)
                .map(ResourceTree::role)
                .orElse(above.targetRole()),
            flag(definition, OptionNames.Resource.MANAGED, above.managed())
                && !flag(definition, OptionNames.Resource.MAINTENANCE, false),
            promotable);
    return switch (definition) {
      case Primitive p -> primitive(p, Kind.PRIMITIVE, p.id(), mine);
      case Group g ->
          new ResourceStatus(
              g.id(),
              Kind.GROUP,
              "",
              mine.targetRole(),
              mine.managed(),
              blocked(g.id()),
              List.of(),
              List.of(),
              g.members().stream().map(m -> status(m, mine)).toList());
      case Clone c -> clone(c, mine);
      case ResourceDefinition.Bundle b ->
          new ResourceStatus(
              b.id(),
              Kind.CLONE,
              "",
              mine.targetRole(),
              mine.managed(),
              blocked(b.id()),
              List.of(),
              List.of(),
              b.child().stream().map(child -> status(child, mine)).toList());
    };
  }

  private ResourceStatus clone(Clone clone, Inherited mine) {
    Kind kind = mine.promotable() ? Kind.PROMOTABLE_CLONE : Kind.CLONE;
    return switch (clone.child()) {
      case Primitive p -> primitive(p, kind, clone.id(), mine);
      case ResourceDefinition child ->
          new ResourceStatus(
              clone.id(),
              kind,
              "",
              mine.targetRole(),
              mine.managed(),
              blocked(clone.id()),
              List.of(),
              List.of(),
              List.of(status(child, mine)));
    };
  }

  private ResourceStatus primitive(
      Primitive primitive, Kind kind, ResourceId shownAs, Inherited mine) {
    List<Instance> instances = new ArrayList<>();
    situation
        .reports()
        .forEach((node, report) -> instances.addAll(on(node, report, primitive, mine)));
    if (instances.isEmpty()) {
      instances.add(
          new Instance(primitive.id(), Optional.empty(), State.STOPPED, Optional.empty()));
    }
    return new ResourceStatus(
        kind == Kind.PRIMITIVE ? primitive.id() : shownAs,
        kind,
        primitive.agent().toString(),
        mine.targetRole(),
        mine.managed(),
        blocked(primitive.id()),
        instances,
        failures(primitive),
        timeouts(primitive),
        List.of());
  }

  /** Instances that are, or are about to be, something on {@code node}. */
  private static List<Instance> on(
      NodeName node, NodeReport report, Primitive primitive, Inherited mine) {
    Map<ResourceId, List<OperationRecord>> byInstance = new TreeMap<>();
    for (OperationRecord record : report.history()) {
      if (record.resource().base().equals(primitive.id().value())) {
        byInstance.computeIfAbsent(record.resource(), r -> new ArrayList<>()).add(record);
      }
    }
    Map<ResourceId, InFlight> running = new TreeMap<>();
    for (InFlight each : report.inFlight()) {
      if (each.resource().base().equals(primitive.id().value()) && each.interval().isZero()) {
        running.put(each.resource(), each);
      }
    }
    TreeSet<ResourceId> ids = new TreeSet<>(byInstance.keySet());
    ids.addAll(running.keySet());
    List<Instance> found = new ArrayList<>();
    for (ResourceId id : ids) {
      State state = InstanceStates.of(byInstance.getOrDefault(id, List.of()), mine.promotable());
      Optional<InFlight> flight = Optional.ofNullable(running.get(id));
      boolean probing = flight.map(f -> f.operation().equals("monitor")).orElse(false);
      if (state != State.STOPPED || (flight.isPresent() && !probing)) {
        found.add(new Instance(id, Optional.of(node), state, flight.map(ResourceTree::shown)));
      }
    }
    return found;
  }

  private static ResourceStatus.InFlight shown(InFlight flight) {
    return new ResourceStatus.InFlight(
        flight.operation(),
        flight.since(),
        Optional.of(flight.since().plus(flight.action().timeout())),
        flight.action().migrationTarget());
  }

  private List<Failure> failures(Primitive primitive) {
    return situation.record().failures().stream()
        .filter(f -> f.resource().base().equals(primitive.id().value()))
        .map(f -> failure(primitive, f))
        .toList();
  }

  private List<Timeouts> timeouts(Primitive primitive) {
    return situation.record().timeouts().stream()
        .filter(t -> t.resource().base().equals(primitive.id().value()))
        .map(t -> new Timeouts(t.resource(), t.node(), t.count(), t.last(), t.reason()))
        .toList();
  }

  private Failure failure(Primitive primitive, FailureFact fact) {
    Score limit =
        option(primitive, OptionNames.Resource.MIGRATION_THRESHOLD)
            .map(ResourceTree::score)
            .orElse(Score.INFINITY);
    Optional<Instant> expires =
        option(primitive, OptionNames.Resource.FAILURE_TIMEOUT)
            .flatMap(Durations::read)
            .filter(d -> !d.isZero())
            .map(fact.last()::plus);
    return new Failure(
        fact.resource(),
        fact.node(),
        fact.operation(),
        fact.count(),
        limit,
        fact.last(),
        expires,
        fact.exitCode(),
        fact.exitReason());
  }

  private String blocked(ResourceId id) {
    return situation.plan().problems().stream()
        .filter(p -> p.severity() == Problem.Severity.ERROR)
        .filter(p -> p.resource().map(r -> r.base().equals(id.value())).orElse(false))
        .map(Problem::text)
        .findFirst()
        .orElse("");
  }

  private Optional<String> option(ResourceDefinition definition, String key) {
    return definition.options().stream()
        .map(AttributeSet::values)
        .filter(values -> values.containsKey(key))
        .map(values -> values.get(key))
        .findFirst();
  }

  private boolean flag(ResourceDefinition definition, String key, boolean otherwise) {
    return option(definition, key).map(Boolean::parseBoolean).orElse(otherwise);
  }

  private static Role role(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "stopped" -> Role.STOPPED;
      case "unpromoted" -> Role.UNPROMOTED;
      case "promoted" -> Role.PROMOTED;
      default -> Role.STARTED;
    };
  }

  private static Score score(String text) {
    try {
      return Score.parse(text);
    } catch (IllegalArgumentException e) {
      return Score.INFINITY;
    }
  }
}
