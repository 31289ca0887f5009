package ha.model.definition;

import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything the operator defined, valid as a whole: every name that is used is defined.
 *
 * @param clusterOptions options of the whole cluster, such as {@code no-quorum-policy}; see {@link
 *     OptionNames}
 * @param resources top-level resources in the order written
 * @param tags names for several resources
 */
public record Definitions(
    ClusterSettings cluster,
    List<AttributeSet> clusterOptions,
    SortedMap<NodeName, NodeDefinition> nodes,
    Map<ResourceId, ResourceDefinition> resources,
    List<Constraint> constraints,
    SortedMap<DeviceId, FenceDeviceDefinition> fenceDevices,
    List<FencingLevel> fencingTopology,
    List<AttributeSet> resourceDefaults,
    List<AttributeSet> operationDefaults,
    SortedMap<String, List<ResourceId>> tags) {
  public Definitions {
    clusterOptions = List.copyOf(clusterOptions);
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    constraints = List.copyOf(constraints);
    fenceDevices = Collections.unmodifiableSortedMap(new TreeMap<>(fenceDevices));
    fencingTopology = List.copyOf(fencingTopology);
    resourceDefaults = List.copyOf(resourceDefaults);
    operationDefaults = List.copyOf(operationDefaults);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /** The nodes that only vote. */
  public Set<NodeName> witnesses() {
    TreeSet<NodeName> found = new TreeSet<>();
    nodes.forEach((name, node) -> {
      if (node.kind() == NodeDefinition.Kind.WITNESS) {
        found.add(name);
      }
    });
    return found;
  }

  /** The same without the nodes that only vote: what decisions about resources are made from. */
  public Definitions withoutWitnesses() {
    Set<NodeName> witnesses = witnesses();
    if (witnesses.isEmpty()) {
      return this;
    }
    TreeMap<NodeName, NodeDefinition> rest = new TreeMap<>(nodes);
    rest.keySet().removeAll(witnesses);
    return new Definitions(
        cluster,
        clusterOptions,
        rest,
        resources,
        constraints,
        fenceDevices,
        fencingTopology,
        resourceDefaults,
        operationDefaults,
        tags);
  }

  /** An option of the cluster as it is first set, whatever rule it stands under; empty: nowhere. */
  public Optional<String> clusterOption(String name) {
    return clusterOptions.stream()
        .flatMap(set -> Optional.ofNullable(set.values().get(name)).stream())
        .findFirst();
  }
}
