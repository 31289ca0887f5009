package ha.cli.definitions;

import ha.api.ConfigFinding;
import ha.api.ConfigFinding.Severity;
import ha.fencing.FenceTopology;
import ha.fencing.agent.AgentPrograms;
import ha.fencing.device.DeviceBuild;
import ha.fencing.device.DeviceFactories;
import ha.fencing.disk.DiskDeviceFactory;
import ha.fencing.watchdog.WatchdogDeviceFactory;
import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.NodeDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What this machine knows of fence devices: their parameters, as far as their agents are installed,
 * and their secret files, as far as they are here.
 */
final class FenceFindings {
  /** Agents of controllers that sit in the server and live on its power. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "ipmi|fence_(ipmilan(plus)?|ilo.*|idrac|drac.*|imm|rsa|rsb|irmc|redfish|hpblade)");

  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Definitions definitions;
  private final Path directory;
  private final AgentPrograms programs = new AgentPrograms(AgentPrograms.DIRECTORIES);
  private final DeviceFactories factories;
  private final List<ConfigFinding> found = new ArrayList<>();

  private FenceFindings(Definitions definitions, Path directory) {
    this.definitions = definitions;
    this.directory = directory;
    Duration lease = definitions.cluster().lease();
    this.factories =
        DeviceFactories.load(
            new WatchdogDeviceFactory(target -> Optional.empty(), lease),
            new DiskDeviceFactory(new NodeName("check"), Incarnation.UNKNOWN, lease));
  }

  /**
   * Looks.
   *
   * @param directory that file names in the definitions start from
   */
  static List<ConfigFinding> of(Definitions definitions, Path directory) {
    FenceFindings findings = new FenceFindings(definitions, directory);
    definitions.fenceDevices().values().forEach(findings::device);
    definitions.nodes().values().forEach(findings::node);
    return findings.found;
  }

  private void device(FenceDeviceDefinition device) {
    for (Map.Entry<String, String> parameter : device.parameters().entrySet()) {
      if (parameter.getKey().replace('_', '-').endsWith("-file")) {
        secret(device, directory.resolve(parameter.getValue()).normalize());
      }
    }
    if ("cycle".equals(device.parameters().get("method"))) {
      warn(
          device,
          "method: cycle proves nothing: a power cycle is reported as done without being read",
          "off, read back, on, which is what is done whatever stands here",
          "remove method");
    }
    boolean known =
        FenceDeviceDefinition.BUILT_IN.contains(device.agent())
            || (AgentPrograms.isAgent(device.agent()) && programs.find(device.agent()).isPresent());
    if (known && factories.build(device, directory) instanceof DeviceBuild.Rejected rejected) {
      for (String problem : rejected.problems()) {
        found.add(
            new ConfigFinding(
                Severity.ERROR,
                device.position(),
                withoutPosition(problem, device),
                "parameters that agent '" + device.agent() + "' takes",
                "see docs/FENCING.md"));
      }
    }
  }

  private static String withoutPosition(String problem, FenceDeviceDefinition device) {
    String position = device.position() + ": ";
    return problem.startsWith(position) ? problem.substring(position.length()) : problem;
  }

  private void secret(FenceDeviceDefinition device, Path file) {
    try {
      Set<PosixFilePermission> others = new TreeSet<>(Files.getPosixFilePermissions(file));
      others.removeAll(OWNERS);
      if (!others.isEmpty()) {
        warn(
            device,
            "secret file " + file + " of '" + device.id() + "' is open to others",
            "mode 0600; such a file is not used",
            "chmod 600 " + file);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // It need not be on the machine where the definitions are written.
      return;
    }
  }

  private void warn(FenceDeviceDefinition device, String message, String expected, String fix) {
    found.add(new ConfigFinding(Severity.WARNING, device.position(), message, expected, fix));
  }

  /** With its cord pulled a server's controller says nothing, and silence is not off. */
  private void node(NodeDefinition node) {
    List<String> agents =
        FenceTopology.levels(definitions, node.name()).stream()
            .flatMap(List::stream)
            .map(this::agent)
            .toList();
    boolean inside =
        !agents.isEmpty() && agents.stream().allMatch(agent -> INSIDE.matcher(agent).matches());
    if (node.kind() == NodeDefinition.Kind.MEMBER && inside) {
      found.add(
          new ConfigFinding(
              Severity.WARNING,
              node.position(),
              "all that can fence node '" + node.name() + "' shares its power",
              "a further level that answers when the node has no power: a switched outlet, disk,"
                  + " or watchdog",
              "add a level under fence, or be there to say: hactl fence confirm " + node.name()));
    }
  }

  private String agent(DeviceId id) {
    FenceDeviceDefinition device = definitions.fenceDevices().get(id);
    return device == null ? "" : device.agent();
  }
}
