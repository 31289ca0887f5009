package ha.model.yaml;

import ha.model.definition.ResourceDefinition.Bundle;
import ha.model.definition.ResourceDefinition.Container;
import ha.model.definition.ResourceDefinition.Mount;
import ha.model.definition.ResourceDefinition.Network;
import ha.model.definition.ResourceDefinition.Port;
import java.util.LinkedHashMap;
import java.util.Map;

/** Spells bundles. */
final class BundleWriter {
  private BundleWriter() {}

  static Map<String, Object> bundle(Bundle bundle) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(BundleReader.CONTAINERS, containers(bundle));
    bundle
        .child()
        .ifPresent(child -> {
          Map<String, Object> run = new LinkedHashMap<>();
          run.put(child.id().value(), ResourceWriter.resource(child));
          map.put(BundleReader.RUN, run);
        });
    ResourceWriter.options(map, bundle.options(), bundle.id().value());
    return map;
  }

  private static Map<String, Object> containers(Bundle bundle) {
    Container container = bundle.container();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("runtime", container.runtime());
    map.put("image", container.image());
    map.put("replicas", Integer.toString(container.replicas()));
    if (container.replicasPerHost() != 1) {
      map.put("replicas-per-host", Integer.toString(container.replicasPerHost()));
    }
    if (container.promotedMax() != 0) {
      map.put("promoted-max", Integer.toString(container.promotedMax()));
    }
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
    int before = map.size();
    network.rangeStart().ifPresent(address -> map.put("first-address", address));
    network.netmask().ifPresent(mask -> map.put("netmask", mask));
    network.hostInterface().ifPresent(name -> map.put("interface", name));
    network.controlPort().ifPresent(port -> map.put("control-port", port));
    if (!network.ports().isEmpty()) {
      map.put("ports", network.ports().stream().map(BundleWriter::port).toList());
    }
    // Without any other key this one says that there is a network at all.
    if (!network.addHosts() || map.size() == before) {
      map.put("add-hosts", Boolean.toString(network.addHosts()));
    }
  }

  private static String port(Port port) {
    return port.host().equals(port.container())
        ? port.host()
        : port.host() + ":" + port.container();
  }

  private static Map<String, Object> mount(Mount mount) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(mount.ownForEach() ? "own" : "from", mount.source());
    map.put("to", mount.target());
    mount.options().ifPresent(options -> map.put("options", options));
    return map;
  }
}
