package ha.fencing.agent;

import ha.fencing.device.DeviceBuild;
import ha.fencing.device.DeviceFactory;
import ha.fencing.device.Parameters;
import ha.fencing.device.Secret;
import ha.model.definition.FenceDeviceDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Builds devices of agents {@code fence_…}.
 *
 * <p>Parameters are the agent's own, spelled with {@code _} or {@code -}. Any of them may be given
 * as {@code NAME-file}, naming a file of mode 0600 that holds the value; passwords can be given in
 * no other way. Besides: {@code host-map} ({@code alice:1;bob:2}) for devices of several nodes,
 * {@code timeout} (60s), {@code trust-agent: yes} for an agent without {@code status}.
 */
public final class AgentDeviceFactory implements DeviceFactory {
  private static final Set<String> SECRETS =
      Set.of("password", "passwd", "snmp_priv_passwd", "hexadecimal_kg", "token", "secret_key");
  private static final Set<String> OURS = Set.of("action", "option", "nodename");
  private static final Duration POLL = Duration.ofSeconds(1);

  private final AgentPrograms programs;

  /** For {@code ServiceLoader}: the agents of this machine. */
  public AgentDeviceFactory() {
    this(new AgentPrograms(AgentPrograms.DIRECTORIES));
  }

  /** A factory of these agents. */
  public AgentDeviceFactory(AgentPrograms programs) {
    this.programs = programs;
  }

  @Override
  public boolean handles(String agent) {
    return AgentPrograms.isAgent(agent);
  }

  @Override
  public String agents() {
    return "fence_*";
  }

  @Override
  public DeviceBuild build(FenceDeviceDefinition definition, Path directory) {
    Parameters in = new Parameters(definition, directory);
    Optional<Path> program = programs.find(definition.agent());
    Optional<AgentMetadata> metadata =
        program.isEmpty() ? Optional.empty() : programs.metadata(definition.agent());
    if (program.isEmpty() || metadata.isEmpty()) {
      in.takeRest();
      in.problem(
          program.isEmpty()
              ? "no trustworthy program "
                  + definition.agent()
                  + " in /usr/sbin or /usr/bin; install package fence-agents"
              : definition.agent() + " does not answer to action=metadata");
      return new DeviceBuild.Rejected(in.problems());
    }
    return build(definition, in, program.get(), metadata.get());
  }

  private static DeviceBuild build(
      FenceDeviceDefinition definition, Parameters in, Path program, AgentMetadata metadata) {
    Duration timeout =
        in.duration(
            "timeout", Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofMinutes(10));
    Optional<String> plugParameter =
        Optional.of("plug")
            .filter(metadata.parameters()::containsKey)
            .or(() -> Optional.of("port").filter(metadata.parameters()::containsKey));
    Map<String, String> plugs = hostMap(in, plugParameter);
    boolean trust = in.text("trust-agent").equals(Optional.of("yes"));
    boolean unfences = in.flag("unfence");
    boolean verifiable = metadata.actions().contains("status");
    if (!verifiable && !trust) {
      in.problem(
          definition.agent()
              + " cannot read the power state, so off cannot be verified; set 'trust-agent: yes'"
              + " if its word is to be enough");
    }
    NavigableMap<String, String> plain = new TreeMap<>();
    NavigableMap<String, Path> secrets = new TreeMap<>();
    in.takeRest().forEach((key, value) -> sort(in, metadata, key, value, plain, secrets));
    if (!in.problems().isEmpty()) {
      return new DeviceBuild.Rejected(in.problems());
    }
    AgentSettings settings =
        new AgentSettings(
            program,
            plain,
            secrets,
            plugParameter,
            plugs,
            verifiable,
            metadata.actions().contains("list"),
            unfences,
            timeout,
            POLL);
    List<String> warnings = warnings(plain, secrets, verifiable);
    if (metadata.onAtJoin() && !unfences) {
      warnings.add(
          definition.agent()
              + " has to let a node in when it joins; set 'unfence: true', or nothing does");
    }
    return new DeviceBuild.Built(new AgentDevice(definition.id(), settings), warnings);
  }

  private static void sort(
      Parameters in,
      AgentMetadata metadata,
      String key,
      String value,
      NavigableMap<String, String> plain,
      NavigableMap<String, Path> secrets) {
    String name = key.replace('-', '_');
    String stem = name.endsWith("_file") ? name.substring(0, name.length() - 5) : name;
    if (OURS.contains(name)) {
      in.problem("'" + key + "' is set by the cluster itself; leave it out");
    } else if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\0') >= 0) {
      in.problem("'" + key + "' holds a line break, which no agent can be given");
    } else if (SECRETS.contains(name)) {
      in.problem(
          "'"
              + key
              + "' must not be written here; put it into a file and name it by '"
              + key
              + "-file'");
    } else if (metadata.parameters().containsKey(name)) {
      plain.put(name, value);
    } else if (!stem.equals(name) && metadata.parameters().containsKey(stem)) {
      secrets.put(stem, in.resolve(value));
    } else {
      Set<String> known = new TreeSet<>();
      metadata.parameters().values().stream()
          .filter(p -> !p.deprecated())
          .forEach(p -> known.add(SECRETS.contains(p.name()) ? p.name() + "-file" : p.name()));
      in.problem(Parameters.unknown(key, known));
    }
  }

  private static Map<String, String> hostMap(Parameters in, Optional<String> plugParameter) {
    Map<String, String> plugs = new LinkedHashMap<>();
    Optional<String> written = in.text("host-map");
    if (written.isPresent() && plugParameter.isEmpty()) {
      in.problem("'host-map' is of no use: the agent has no plugs");
    }
    for (String entry : written.orElse("").split("[; ]+")) {
      if (entry.isBlank()) {
        continue;
      }
      int colon = entry.indexOf(':');
      if (colon <= 0 || colon == entry.length() - 1) {
        in.problem("'host-map' holds '" + entry + "'; expected NODE:PLUG;NODE:PLUG");
      } else {
        plugs.put(entry.substring(0, colon).strip(), entry.substring(colon + 1).strip());
      }
    }
    return plugs;
  }

  private static List<String> warnings(
      NavigableMap<String, String> plain, NavigableMap<String, Path> secrets, boolean verifiable) {
    List<String> warnings = new ArrayList<>();
    if ("cycle".equals(plain.get("method"))) {
      warnings.add("method=cycle proves nothing and is not used: nodes are switched off, then on");
    }
    if (!verifiable) {
      warnings.add("off cannot be verified; the agent's word is believed");
    }
    for (Path file : secrets.values()) {
      try {
        Secret.check(file);
      } catch (Secret.SecretUnusable e) {
        warnings.add(String.valueOf(e.getMessage()));
      }
    }
    return warnings;
  }
}
