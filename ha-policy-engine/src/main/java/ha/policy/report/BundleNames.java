package ha.policy.report;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition;
import ha.model.plan.Plan;
import ha.policy.bundle.BundleParts;
import java.util.Map;
import java.util.TreeMap;

/** Names under which the interchangeable parts of bundles are compared: a star for what differs. */
final class BundleNames {
  private final Map<String, String> patterns = new TreeMap<>();
  private final Map<String, String> guests = new TreeMap<>();
  private final Map<String, ResourceId> containers = new TreeMap<>();

  BundleNames(Definitions definitions) {
    for (ResourceDefinition definition : definitions.resources().values()) {
      if (definition instanceof ResourceDefinition.Bundle bundle) {
        add(bundle);
      }
    }
  }

  private void add(ResourceDefinition.Bundle bundle) {
    BundleParts parts = new BundleParts(bundle);
    for (int i = 0; i < bundle.container().replicas(); i++) {
      patterns.put(parts.container(i).id().value(), BundleParts.containerPrefix(bundle) + "*");
      parts
          .address(i)
          .ifPresent(ip -> patterns.put(ip.id().value(), BundleParts.addressPrefix(bundle) + "*"));
      if (bundle.child().isPresent()) {
        patterns.put(parts.guest(i).value(), bundle.id() + "-*");
        guests.put(parts.guest(i).value(), bundle.id() + "-*");
        containers.put(parts.guest(i).value(), parts.container(i).id());
      }
    }
  }

  /** The resource without what tells it from others like it. */
  String base(ResourceId id) {
    return patterns.getOrDefault(id.value(), id.base());
  }

  /** The node; of a container also where that is. */
  String place(Plan plan, NodeName node) {
    String guest = guests.get(node.value());
    if (guest == null) {
      return node.value();
    }
    return plan.placement().stream()
        .filter(p -> p.resource().equals(containers.get(node.value())))
        .flatMap(p -> p.node().stream())
        .findFirst()
        .map(host -> guest + "@" + host)
        .orElse(guest + "@none");
  }
}
