package ha.policy.bundle;

import ha.model.definition.ResourceDefinition.Bundle;
import ha.model.definition.ResourceDefinition.Mount;
import ha.model.definition.ResourceDefinition.Network;
import ha.model.definition.ResourceDefinition.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the agent of a container runtime is told of one container. The texts are those that
 * Pacemaker makes, so that containers that it started need not restart.
 */
final class ContainerParameters {
  private static final String LOGS = "/var/log/pacemaker/bundles/";
  private static final String KEY = "/etc/pacemaker/authkey";
  private static final String SERVER = "/usr/sbin/pacemaker-remoted";

  private final Bundle bundle;
  private final String name;
  private final Optional<String> address;

  ContainerParameters(Bundle bundle, int replica) {
    this.bundle = bundle;
    this.name = bundle.id() + "-" + replica;
    this.address = BundleParts.ipAddress(bundle, replica);
  }

  SortedMap<String, String> values() {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("image", bundle.container().image());
    values.put("allow_pull", "true");
    values.put("force_kill", "false");
    values.put("reuse", "false");
    values.put("run_opts", arguments());
    values.put("mount_points", String.join(",", directories()));
    values.put("monitor_cmd", "/bin/true");
    bundle
        .container()
        .runCommand()
        .or(() -> bundle.child().map(child -> SERVER))
        .ifPresent(command -> values.put("run_cmd", command));
    return values;
  }

  private String arguments() {
    StringBuilder text = new StringBuilder();
    if (bundle.container().runtime().equals("docker")) {
      text.append(" --restart=no");
    }
    address.ifPresent(ip -> text.append(" -h ").append(name));
    text.append(" -e PCMK_stderr=1");
    bundle.container().network().ifPresent(network -> text.append(" --net=").append(network));
    text.append(" -e PCMK_remote_port=").append(BundleParts.controlPort(bundle));
    for (Mount mount : bundle.storage()) {
      volume(text, source(mount), mount.target());
      mount.options().ifPresent(options -> text.append(':').append(options));
    }
    if (bundle.child().isPresent()) {
      volume(text, KEY, KEY);
      volume(text, LOGS + name, "/var/log");
    }
    ports(text);
    bundle.container().options().ifPresent(options -> text.append(' ').append(options));
    return text.append(' ').append(hosts()).toString();
  }

  private static void volume(StringBuilder text, String source, String target) {
    text.append(" -v ").append(source).append(':').append(target);
  }

  private String source(Mount mount) {
    return mount.ownForEach() ? mount.source() + "/" + name : mount.source();
  }

  private void ports(StringBuilder text) {
    List<Port> ports = new ArrayList<>(bundle.network().map(Network::ports).orElse(List.of()));
    if (bundle.child().isPresent() && address.isPresent()) {
      String control = BundleParts.controlPort(bundle);
      ports.add(new Port(control, control));
    }
    for (Port port : ports) {
      text.append(" -p ");
      address.ifPresent(ip -> text.append(ip).append(':'));
      text.append(port.host()).append(':').append(port.container());
    }
  }

  /** The containers' names for each other. */
  private String hosts() {
    StringBuilder text = new StringBuilder();
    if (bundle.network().map(Network::addHosts).orElse(false)) {
      for (int replica = 0; replica < bundle.container().replicas(); replica++) {
        String host = bundle.id() + "-" + replica;
        BundleParts.ipAddress(bundle, replica)
            .ifPresent(ip -> text.append(" --add-host=").append(host).append(':').append(ip));
      }
    }
    return text.toString();
  }

  /** Directories that are made on the host before the container starts. */
  private List<String> directories() {
    List<String> directories = new ArrayList<>();
    for (Mount mount : bundle.storage()) {
      if (mount.ownForEach()) {
        directories.add(source(mount));
      }
    }
    if (bundle.child().isPresent()) {
      directories.add(LOGS + name);
    }
    return directories;
  }
}
