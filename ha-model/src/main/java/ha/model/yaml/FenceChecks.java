package ha.model.yaml;

import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.FencingLevel;
import ha.model.definition.FencingLevel.Target;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether every node can be fenced, and every device is of use. */
final class FenceChecks {
  private static final String REQUIRES = OptionNames.Resource.REQUIRES;
  private static final Set<String> WITHOUT_FENCING = Set.of("nothing", "quorum");

  private final Definitions definitions;
  private final Reading reading;

  private FenceChecks(DefinitionsReader.Result read, Reading reading) {
    this.definitions = read.definitions();
    this.reading = reading;
  }

  static void run(DefinitionsReader.Result read, Reading reading) {
    FenceChecks checks = new FenceChecks(read, reading);
    String fencing = Clusterwide.option(read.definitions(), OptionNames.Cluster.FENCING);
    if (fencing.equals("true")) {
      checks.nodes();
    } else {
      checks.off();
    }
    checks.devices(read.usedDevices());
    checks.watchdogs();
  }

  private void off() {
    Optional<NodeDefinition> first = definitions.nodes().values().stream().findFirst();
    first.ifPresent(node ->
        reading.findings.warning(
            node.position(),
            "fencing is off: what ran on a lost node stays down until that node is back or an"
                + " operator vouches for it",
            "fencing, and a fence device for each node",
            "remove fencing: false"));
  }

  private void nodes() {
    boolean needed = definitions.resources().values().stream().anyMatch(r -> needs(r, true));
    for (NodeDefinition node : definitions.nodes().values()) {
      if (node.kind() != NodeDefinition.Kind.MEMBER || reading.names.fenceWritten(node.name())) {
        continue;
      }
      if (definitions.fencingTopology().stream().noneMatch(level -> covers(level, node))) {
        String message = "nothing can fence node '" + node.name() + "'";
        String fix =
            "define a device under fence-devices and write fence: [NAME] here"
                + (needed ? "; or requires: quorum on resources that share nothing" : "");
        if (needed) {
          String expected = "a fence device, since resources wait for the node to be off";
          reading.findings.error(node.position(), message, expected, fix);
        } else {
          reading.findings.warning(node.position(), message, "a fence device", fix);
        }
      }
    }
  }

  private boolean needs(ResourceDefinition resource, boolean otherwise) {
    boolean here =
        requires(resource.options()).map(r -> !WITHOUT_FENCING.contains(r)).orElse(otherwise);
    return switch (resource) {
      case Primitive primitive ->
          requires(primitive.options())
              .or(() -> requires(definitions.resourceDefaults()))
              .map(r -> !WITHOUT_FENCING.contains(r))
              .orElse(here);
      case Group group -> group.members().stream().anyMatch(member -> needs(member, here));
      case Clone clone -> needs(clone.child(), here);
      case ResourceDefinition.Bundle bundle -> here;
    };
  }

  private static Optional<String> requires(List<AttributeSet> sets) {
    return Clusterwide.first(sets, REQUIRES);
  }

  private static boolean covers(FencingLevel level, NodeDefinition node) {
    return switch (level.target()) {
      case Target.Node of -> of.name().equals(node.name());
      case Target.Pattern pattern ->
          Pattern.compile(pattern.expression()).matcher(node.name().value()).find();
      case Target.Attribute attribute ->
          Clusterwide.first(node.attributes(), attribute.attribute())
              .filter(attribute.value()::equals)
              .isPresent();
    };
  }

  /**
   * A node that may not act is reset by its watchdog. Of two nodes that lose each other neither may
   * act until the other is off, so both are reset; with three there is a majority that goes on.
   */
  private void watchdogs() {
    long members =
        definitions.nodes().values().stream()
            .filter(n -> n.kind() == NodeDefinition.Kind.MEMBER)
            .count();
    boolean witness = !definitions.witnesses().isEmpty();
    if (members > 2 || witness) {
      return;
    }
    for (FenceDeviceDefinition device : definitions.fenceDevices().values()) {
      boolean used =
          definitions.fencingTopology().stream().anyMatch(l -> l.devices().contains(device.id()));
      if (device.agent().equals("watchdog") && used) {
        reading.findings.error(
            device.position(),
            "with two nodes no one can count on watchdogs: when the nodes lose each other, both are"
                + " reset",
            "three nodes or more, a witness, or a device that switches off from outside (ipmi,"
                + " fence_…)",
            "take '"
                + device.id()
                + "' out of fence; 'watchdog' in had.yaml may stay, it resets a"
                + " node whose daemon hangs");
      }
    }
  }

  private void devices(Set<String> used) {
    for (DeviceId device : definitions.fenceDevices().keySet()) {
      if (!used.contains(device.value())) {
        Optional<NodeName> near =
            Words.nearest(device.value(), reading.names.nodes()).map(NodeName::new);
        reading.findings.warning(
            definitions.fenceDevices().get(device).position(),
            "fence device '" + device + "' is used by no node",
            "a node that names it under fence",
            near.map(node -> "write fence: [" + device + "] at node '" + node + "'")
                .orElse("name it at a node, or remove it"));
      }
    }
  }
}
