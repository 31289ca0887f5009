package ha.policy.cib;

import ha.model.ResourceId;
import ha.model.definition.ResourceDefinition.Bundle;
import ha.model.definition.ResourceDefinition.Container;
import ha.model.definition.ResourceDefinition.Mount;
import ha.model.definition.ResourceDefinition.Network;
import ha.model.definition.ResourceDefinition.Port;
import ha.policy.options.Values;
import java.util.List;
import java.util.Optional;

/** Reads bundles. */
final class CibBundles {
  private static final List<String> RUNTIMES = List.of("docker", "podman", "rkt");

  private final CibResources resources;
  private final Sets sets;

  CibBundles(CibResources resources, Sets sets) {
    this.resources = resources;
    this.sets = sets;
  }

  /** The bundle; none where it has no container, or no way to reach what shall run in these. */
  Optional<Bundle> bundle(XmlElement e) {
    Optional<XmlElement> runtime =
        e.children().stream().filter(c -> RUNTIMES.contains(c.name())).findFirst();
    Optional<XmlElement> child = e.first("primitive");
    Optional<Network> network = e.first("network").map(CibBundles::network);
    boolean reachable =
        network.map(n -> n.rangeStart().isPresent() || n.controlPort().isPresent()).orElse(false);
    if (runtime.isEmpty() || (child.isPresent() && !reachable)) {
      return Optional.empty();
    }
    return Optional.of(
        new Bundle(
            new ResourceId(e.id()),
            container(runtime.get()),
            network,
            e.inside("storage").stream().map(CibBundles::mount).toList(),
            child.map(resources::primitive),
            sets.read(e, "meta_attributes", Names::resource),
            e.position()));
  }

  private static Container container(XmlElement e) {
    int promoted =
        number(e, "promoted-max").or(() -> number(e, "masters")).filter(n -> n > 0).orElse(0);
    return new Container(
        e.name(),
        e.attribute("image", ""),
        number(e, "replicas").filter(n -> n > 0).orElse(Math.max(1, promoted)),
        number(e, "replicas-per-host").filter(n -> n > 0).orElse(1),
        promoted,
        e.attribute("network"),
        e.attribute("options"),
        e.attribute("run-command"));
  }

  private static Optional<Integer> number(XmlElement e, String attribute) {
    return e.attribute(attribute).filter(t -> t.matches("\\d{1,9}")).map(Integer::parseInt);
  }

  private static Network network(XmlElement e) {
    return new Network(
        e.attribute("ip-range-start"),
        e.attribute("host-netmask"),
        e.attribute("host-interface"),
        e.attribute("control-port"),
        Values.flag(e.value("add-host"), true),
        e.all("port-mapping").stream().map(CibBundles::port).toList());
  }

  private static Port port(XmlElement e) {
    String host = e.attribute("port").or(() -> e.attribute("range")).orElse("");
    return new Port(host, e.attribute("internal-port", host));
  }

  private static Mount mount(XmlElement e) {
    Optional<String> own = e.attribute("source-dir-root");
    return new Mount(
        own.orElse(e.attribute("source-dir", "")),
        own.isPresent(),
        e.attribute("target-dir", ""),
        e.attribute("options"));
  }
}
