package ha.model.yaml;

import ha.model.Durations;
import ha.model.Score;
import ha.model.definition.AgentRef;
import ha.model.definition.AttributeSet;
import ha.model.definition.OperationDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.OptionTable.Scope;
import ha.model.definition.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads {@code operations:} of a resource, and adds the monitors that nobody should have to write.
 */
final class OperationReader {
  static final String MONITOR = "monitor";

  /** How often a resource is watched where nothing is said. */
  static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);

  private static final List<String> NAMES =
      List.of(
          "start",
          "stop",
          MONITOR,
          "promote",
          "demote",
          "notify",
          "migrate_to",
          "migrate_from",
          "reload",
          "reload-agent",
          "validate-all");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private final Reading reading;
  private final OptionReader options;

  OperationReader(Reading reading) {
    this.reading = reading;
    this.options = new OptionReader(reading);
  }

  /** For whom operations are read. */
  record Owner(String name, AgentRef agent, boolean promotable, SourcePosition position) {}

  List<OperationDefinition> read(Optional<Yaml> value, Owner owner) {
    List<OperationDefinition> operations =
        switch (value.orElse(null)) {
          case null -> usualMonitors(owner);
          case Yaml.Mapping mapping -> byName(mapping, owner);
          case Yaml.Sequence list -> listed(list, owner);
          case Yaml.Scalar scalar -> {
            reading.values.wrong(
                scalar, "operations", "a mapping", "write it as {monitor: {interval: 10s}}");
            yield List.of();
          }
        };
    clashes(operations);
    return operations;
  }

  /** What a resource without monitors of its own gets; two for those that can be promoted. */
  private List<OperationDefinition> usualMonitors(Owner owner) {
    if (!owner.promotable()) {
      return List.of(usualMonitor(owner, USUAL_INTERVAL, new TreeMap<>()));
    }
    SortedMap<String, String> promoted =
        new TreeMap<>(Map.of(OptionNames.Operation.ROLE, "promoted"));
    SortedMap<String, String> unpromoted =
        new TreeMap<>(Map.of(OptionNames.Operation.ROLE, "unpromoted"));
    return List.of(
        usualMonitor(owner, USUAL_INTERVAL, promoted),
        usualMonitor(owner, USUAL_INTERVAL.plusSeconds(1), unpromoted));
  }

  private static OperationDefinition usualMonitor(
      Owner owner, Duration interval, SortedMap<String, String> values) {
    String id = standardId(owner.name(), MONITOR, interval);
    List<AttributeSet> sets =
        OptionReader.joined(id + "-options", Score.INFINITY, values, List.of());
    return new OperationDefinition(id, MONITOR, interval, sets, owner.position());
  }

  /** What an operation is called where nothing is written. */
  static String standardId(String resource, String operation, Duration interval) {
    return resource + "-" + operation + "-" + Durations.text(interval);
  }

  private List<OperationDefinition> byName(Yaml.Mapping mapping, Owner owner) {
    List<OperationDefinition> operations = new ArrayList<>();
    for (Yaml.Entry entry : mapping.entries()) {
      if (entry.key().equals(MONITOR) && saysNone(entry.value())) {
        continue;
      }
      if (goodName(entry.key(), entry.position())) {
        List<Yaml> several =
            entry.value() instanceof Yaml.Sequence list ? list.items() : List.of(entry.value());
        several.forEach(one -> operation(entry.key(), one, owner).ifPresent(operations::add));
      }
    }
    if (mapping.find(MONITOR).isEmpty()) {
      operations.addAll(usualMonitors(owner));
    }
    return operations;
  }

  private static boolean saysNone(Yaml value) {
    return value instanceof Yaml.Scalar scalar && scalar.text().equals("none");
  }

  private List<OperationDefinition> listed(Yaml.Sequence list, Owner owner) {
    List<OperationDefinition> operations = new ArrayList<>();
    for (Yaml item : list.items()) {
      String example = "{name: monitor, interval: 10s}";
      Optional<Yaml.Mapping> mapping = reading.values.mapping(item, "an operation", example);
      if (mapping.isPresent()) {
        Fields fields = reading.fields(mapping.get(), "an operation");
        fields
            .need("name", MONITOR)
            .flatMap(value -> reading.values.text(value, "name"))
            .filter(name -> goodName(name, item.position()))
            .flatMap(name -> operation(name, fields, owner, item.position()))
            .ifPresent(operations::add);
      }
    }
    return operations;
  }

  private boolean goodName(String name, SourcePosition position) {
    if (NAMES.contains(name)) {
      return true;
    }
    Optional<String> near = Words.nearest(name, NAMES);
    if (near.isPresent() || !NAME.matcher(name).matches()) {
      reading.findings.error(
          position,
          "there is no operation '" + name + "'",
          "one of " + String.join(", ", NAMES),
          near.map(known -> "write " + known).orElse(""));
      return false;
    }
    reading.findings.warning(
        position,
        "operation '" + name + "' is none that the cluster runs",
        "one of " + String.join(", ", NAMES),
        "remove it unless the agent has it and it shall run by interval");
    return true;
  }

  private Optional<OperationDefinition> operation(String name, Yaml value, Owner owner) {
    return reading
        .values
        .mapping(value, "operation " + name, name + ": {interval: 10s, timeout: 20s}")
        .flatMap(mapping ->
            operation(
                name, reading.fields(mapping, "operation " + name), owner, mapping.position()));
  }

  private Optional<OperationDefinition> operation(
      String name, Fields fields, Owner owner, SourcePosition position) {
    Optional<Yaml> written = fields.take("interval");
    Optional<Duration> interval =
        written.isEmpty()
            ? Optional.of(name.equals(MONITOR) ? USUAL_INTERVAL : Duration.ZERO)
            : reading.values.duration(written.get(), "interval");
    String id = fields.id(standardId(owner.name(), name, interval.orElse(Duration.ZERO)));
    SortedMap<String, String> plain = options.beside(fields, Scope.OPERATION);
    List<AttributeSet> listed = options.listed(fields, id + "-options", Scope.OPERATION);
    ParameterReader parameter = new ParameterReader(reading, owner.agent());
    List<AttributeSet> parameters =
        fields
            .take("with")
            .map(value -> options.sets(value, "with", id + "-with", parameter::read))
            .orElse(List.of());
    fields.close();
    role(plain, owner, position);
    stay(name, plain, position);
    return interval.map(time ->
        new OperationDefinition(
            id,
            name,
            time,
            OptionReader.joined(id + "-options", Score.INFINITY, plain, listed),
            parameters,
            position));
  }

  private void role(SortedMap<String, String> options, Owner owner, SourcePosition position) {
    String role = options.getOrDefault(OptionNames.Operation.ROLE, "started");
    if (!owner.promotable() && (role.equals("promoted") || role.equals("unpromoted"))) {
      reading.findings.warning(
          position,
          "this operation is for the role " + role + ", which the resource never has",
          "role started or stopped, or none",
          "remove role, or make the resource promotable");
    }
  }

  private void stay(String name, SortedMap<String, String> options, SourcePosition position) {
    if ("stay".equals(options.get(OptionNames.Operation.ON_FAIL)) && !name.equals("migrate_to")) {
      reading.findings.error(
          position,
          "on-fail: stay is for the operation migrate_to",
          "what a failure of " + name + " leads to: ignore, block, stop, restart, standby or fence",
          "write one of them, or none");
    }
  }

  private void clashes(List<OperationDefinition> operations) {
    Map<String, SourcePosition> seen = new HashMap<>();
    for (OperationDefinition operation : operations) {
      SourcePosition earlier =
          seen.putIfAbsent(operation.name() + " " + operation.interval(), operation.position());
      if (earlier != null) {
        reading.findings.error(
            operation.position(),
            "two "
                + operation.name()
                + " operations have the interval "
                + Durations.text(operation.interval())
                + ", the first on line "
                + earlier.line(),
            "a different interval for each, also where their roles differ",
            operation.interval().isZero()
                ? "remove one"
                : "write interval: "
                    + Durations.text(operation.interval().plusSeconds(1))
                    + " for one of them");
      }
    }
  }
}
