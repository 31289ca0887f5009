package ha.model.yaml;

import ha.model.definition.AgentRef;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads names of resource agents. */
final class AgentNames {
  private static final List<String> STANDARDS =
      List.of("ocf", "systemd", "lsb", "service", "fence", AgentRef.BUILT_IN);
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]*");
  private static final String EXPECTED =
      "a built-in agent's name, ocf:PROVIDER:TYPE, systemd:UNIT or lsb:SCRIPT";

  private final Reading reading;

  AgentNames(Reading reading) {
    this.reading = reading;
  }

  Optional<AgentRef> read(Yaml value) {
    Optional<String> text = reading.values.text(value, "agent");
    return text.filter(name -> good(name, value)).map(AgentRef::parse);
  }

  private boolean good(String name, Yaml value) {
    String[] parts = name.split(":", -1);
    for (String part : parts) {
      if (!PART.matcher(part).matches()) {
        return refused(value, name, "its parts must not be empty nor hold other characters", "");
      }
    }
    String standard = parts[0];
    if (parts.length > 1 && !STANDARDS.contains(standard)) {
      return refused(
          value,
          name,
          "there is no standard '" + standard + "'",
          Words.nearest(standard, STANDARDS)
              .map(near -> "write " + near + name.substring(standard.length()))
              .orElse(""));
    }
    boolean ocf = standard.equals("ocf");
    if (parts.length > 3 || (parts.length > 1 && ocf != (parts.length == 3))) {
      return refused(
          value,
          name,
          ocf ? "it needs a provider and a type" : "only ocf agents have a provider",
          ocf ? "write it as in ocf:heartbeat:" + parts[parts.length - 1] : "");
    }
    return parts.length > 1 || builtIn(name, value);
  }

  private boolean builtIn(String name, Yaml value) {
    boolean unknown =
        reading.catalog.filter(known -> !known.resourceAgents().contains(name)).isPresent();
    return !unknown
        || refused(
            value,
            name,
            "no such agent is built in",
            reading
                .catalog
                .map(known -> Words.meant(name, known.resourceAgents()))
                .filter(fix -> !fix.isEmpty())
                .orElse("write ocf:heartbeat:" + name + " if you mean the OCF agent"));
  }

  private boolean refused(Yaml value, String name, String why, String fix) {
    reading.findings.error(
        value.position(), "agent '" + name + "' is not valid: " + why, EXPECTED, fix);
    return false;
  }
}
