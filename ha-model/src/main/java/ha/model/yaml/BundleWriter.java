package ha.model.yaml;

import ha.model.definition.ResourceDefinition.Bundle;
import ha.model.definition.ResourceDefinition.Container;
import ha.model.definition.ResourceDefinition.Mount;
import ha.model.definition.ResourceDefinition.Network;
import ha.model.definition.ResourceDefinition.Port;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spells bundles. */
final class BundleWriter {
  private BundleWriter() {}

  static Map<String, Object> bundle(Bundle bundle) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("containers", containers(bundle));
    bundle
        .child()
        .ifPresent(
            child -> map.put("run", Map.of(child.id().value(), ResourceWriter.resource(child))));
    ResourceWriter.options(map, bundle.options(), bundle.id().value());
    return map;
  }

  private static Map<String, Object> containers(Bundle bundle) {
    Container container = bundle.container();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("runtime", container.runtime());
    map.put("image", container.image());
    map.put("replicas", container.replicas());
    map.put("replicas-per-host", container.replicasPerHost());
    map.put("promoted-max", container.promotedMax());
    container.network().ifPresent(network -> map.put("network", network));
    container.options().ifPresent(options -> map.put("arguments", options));
    container.runCommand().ifPresent(command -> map.put("command", command));
    bundle.network().ifPresent(network -> network(map, network));
    if (!bundle.storage().isEmpty()) {
      map.put("mounts", bundle.storage().stream().map(BundleWriter::mount).toList());
    }
    return map;
  }

  private static void network(Map<String, Object> map, Network network) {
    network.rangeStart().ifPresent(address -> map.put("first-address", address));
    network.netmask().ifPresent(mask -> map.put("netmask", mask));
    network.hostInterface().ifPresent(name -> map.put("interface", name));
    network.controlPort().ifPresent(port -> map.put("control-port", port));
    map.put("add-hosts", network.addHosts());
    List<String> ports = network.ports().stream().map(BundleWriter::port).toList();
    if (!ports.isEmpty()) {
      map.put("ports", ports);
    }
  }

  private static String port(Port port) {
    return port.host() + ":" + port.container();
  }

  private static Map<String, Object> mount(Mount mount) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(mount.ownForEach() ? "own" : "from", mount.source());
    map.put("to", mount.target());
    mount.options().ifPresent(options -> map.put("options", options));
    return map;
  }
}
