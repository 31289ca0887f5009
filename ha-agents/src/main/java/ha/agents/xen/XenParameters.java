package ha.agents.xen;

import ha.agents.AgentCall;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.Operation;
import ha.model.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of {@code xen}. */
final class XenParameters {
  static final String CONFIG = "config";
  static final String DEFINITION = "definition";
  private static final String NAME = "name";
  private static final String HOSTS = "migration-hosts";
  private static final String CHECK_MEMORY = "check-memory";

  /** A name that begins with '-' would be taken for an option. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.+:-]{0,250}");

  static final AgentMetadata METADATA =
      new AgentMetadata(
          "xen",
          "1",
          "a Xen domain, managed with xl",
          "Creates a domain from an xl configuration, shuts it down (destroys it when it takes too"
              + " long), and moves it to another host while it runs. The domain's name is that of"
              + " the resource unless 'name' says another. Migration needs ssh without a password"
              + " between the hosts.",
          List.of(
              Parameter.optional(
                      CONFIG,
                      AgentMetadata.Type.PATH,
                      Optional.empty(),
                      "xl configuration file; it may lie on a shared file system")
                  .unique(CONFIG),
              Parameter.optional(
                  DEFINITION,
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "xl configuration itself, in place of a file"),
              Parameter.optional(
                      NAME,
                      AgentMetadata.Type.STRING,
                      Optional.empty(),
                      "the domain's name, as in its configuration; else that of the resource")
                  .unique(NAME),
              Parameter.optional(
                  HOSTS,
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "addresses for migration: alice=192.168.9.1 bob=192.168.9.2; else the nodes'"
                      + " names"),
              Parameter.optional(
                  CHECK_MEMORY,
                  AgentMetadata.Type.BOOLEAN,
                  Optional.of("true"),
                  "migrate only to a host with enough free memory; false where dom0 gives way")),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(60)),
              Action.of(Operation.STOP, Duration.ofSeconds(180)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(30),
                  Duration.ofSeconds(10),
                  Optional.empty()),
              Action.of(Operation.MIGRATE_TO, Duration.ofSeconds(600)),
              Action.of(Operation.MIGRATE_FROM, Duration.ofSeconds(120)),
              Action.of(Operation.VALIDATE, Duration.ofSeconds(10))),
          List.of());

  private XenParameters() {}

  /** The name that the domain is to have; needs no configuration. */
  static Optional<String> name(AgentCall call) {
    String name = call.parameter(NAME).orElse(call.resource().base());
    return Optional.of(name).filter(n -> PLAIN.matcher(n).matches());
  }

  /** Where a node takes migrations; empty if it is no plain host name or address. */
  static Optional<String> host(AgentCall call, NodeName node) {
    String host = node.value();
    for (String word : call.parameter(HOSTS).orElse("").split("[,\\s]+", -1)) {
      if (word.startsWith(node + "=")) {
        host = word.substring(node.value().length() + 1);
      }
    }
    return Optional.of(host).filter(h -> PLAIN.matcher(h).matches());
  }

  static boolean checksMemory(AgentCall call) {
    return !"false".equals(call.parameter(CHECK_MEMORY).orElse("true"));
  }

  /** What is wrong with the parameters. */
  static Optional<String> problem(AgentCall call) {
    List<String> problems = new ArrayList<>(METADATA.problems(call.parameters()));
    boolean file = call.parameter(CONFIG).isPresent();
    boolean text = call.parameter(DEFINITION).isPresent();
    if (file == text) {
      problems.add("give either 'config', a file, or 'definition', its text");
    }
    if (name(call).isEmpty()) {
      problems.add(
          "parameter 'name': expected letters, digits and ._+:-, not '-' at the beginning");
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }
}
