package ha.model.yaml;

import ha.model.definition.AgentRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads parameters of an agent, and holds them against what it takes. */
final class ParameterReader {
  /** Variables of OCF scripts that are given like parameters, with every script. */
  private static final List<String> OF_ALL_SCRIPTS =
      List.of("OCF_CHECK_LEVEL", "trace_ra", "trace_file");

  /** Longer lists of names help nobody. */
  private static final int MOST_LISTED = 14;

  private final Reading reading;
  private final AgentRef agent;
  private final Optional<AgentSchema> schema;

  ParameterReader(Reading reading, AgentRef agent) {
    this.reading = reading;
    this.agent = agent;
    this.schema = reading.schema(agent);
  }

  Optional<String> read(Yaml.Entry entry) {
    Optional<String> value = Parameters.read(reading, entry);
    if (schema.isPresent() && value.isPresent()) {
      check(schema.get(), entry, value.get());
    }
    return value;
  }

  private void check(AgentSchema known, Yaml.Entry entry, String value) {
    Optional<AgentSchema.Parameter> parameter = known.find(entry.key());
    if (parameter.isEmpty()) {
      if (known.binding() || !OF_ALL_SCRIPTS.contains(entry.key())) {
        unknown(known, entry);
      }
      return;
    }
    parameter
        .get()
        .expected()
        .apply(value)
        .ifPresent(expected ->
            reading.findings.add(
                known.binding(),
                entry.value().position(),
                "'" + entry.key() + "' is " + entry.value().kind(),
                expected,
                ""));
  }

  private void unknown(AgentSchema known, Yaml.Entry entry) {
    List<String> names = new ArrayList<>(known.names());
    String fix = Words.meant(entry.key(), names);
    String all =
        names.isEmpty()
            ? "no parameters at all"
            : names.size() > MOST_LISTED
                ? "one of its " + names.size() + " parameters; hactl agents show " + agent
                : "one of " + String.join(", ", names);
    reading.findings.add(
        known.binding(),
        entry.position(),
        "agent '" + agent + "' has no parameter '" + entry.key() + "'",
        all,
        fix.isEmpty() ? "remove it" : fix);
  }
}
