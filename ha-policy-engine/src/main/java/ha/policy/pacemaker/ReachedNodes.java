package ha.policy.pacemaker;

import ha.model.NodeName;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.policy.situation.Reached;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Nodes that come with a resource: one reached through it, or guests in it. */
final class ReachedNodes {
  private ReachedNodes() {}

  static Set<NodeName> of(Collection<ResourceDefinition> resources) {
    Set<NodeName> names = new TreeSet<>();
    resources.forEach(resource -> add(resource, names));
    return names;
  }

  private static void add(ResourceDefinition resource, Set<NodeName> names) {
    switch (resource) {
      case ResourceDefinition.Primitive primitive -> {
        if (Reached.connects(primitive.agent())) {
          names.add(new NodeName(primitive.id().value()));
        }
        primitive.options().stream()
            .flatMap(set ->
                set.values().entrySet().stream()
                    .filter(e -> e.getKey().equals(OptionNames.Resource.REMOTE_NODE)))
            .forEach(e -> names.add(new NodeName(e.getValue())));
      }
      case ResourceDefinition.Group group -> group.members().forEach(m -> add(m, names));
      case ResourceDefinition.Clone clone -> add(clone.child(), names);
      case ResourceDefinition.Bundle bundle -> {
        for (int i = 0; i < bundle.container().replicas(); i++) {
          names.add(new NodeName(bundle.id() + "-" + i));
        }
      }
    }
  }
}
