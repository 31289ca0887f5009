package ha.cli.status;

import ha.api.ClusterStatus;
import ha.api.ResourceStatus;
import ha.api.ResourceStatus.Instance;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds things in a status. */
public final class Located {
  private Located() {}

  /** The resource of that name, wherever in the tree; an instance's name finds its clone. */
  public static Optional<ResourceStatus> resource(ClusterStatus status, ResourceId id) {
    List<ResourceStatus> all = status.allResources();
    return Stream.of(id.value(), id.base())
        .flatMap(name -> all.stream().filter(r -> r.id().value().equals(name)))
        .findFirst();
  }

  /** Every instance of the resource and of what it holds. */
  public static List<Instance> instances(ResourceStatus resource) {
    return Stream.concat(
            resource.instances().stream(),
            resource.children().stream().flatMap(child -> instances(child).stream()))
        .toList();
  }

  /** Nodes on which it is active, or may be as far as anybody can tell. */
  public static SortedSet<NodeName> activeOn(ResourceStatus resource) {
    return instances(resource).stream()
        .filter(Located::active)
        .flatMap(i -> i.node().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Top-level resources that are active on {@code node}, by name. */
  public static SortedSet<ResourceId> activeOn(ClusterStatus status, NodeName node) {
    return status.resources().stream()
        .filter(r -> activeOn(r).contains(node))
        .map(ResourceStatus::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether an instance does anything, or may. */
  static boolean active(Instance instance) {
    return switch (instance.state()) {
      case STOPPED -> false;
      case STARTED, UNPROMOTED, PROMOTED, FAILED, UNKNOWN -> true;
    };
  }

  /** The part of {@code status} that has to do with {@code node}. */
  public static ClusterStatus about(ClusterStatus status, NodeName node) {
    return new ClusterStatus(
        status.at(),
        status.cluster(),
        status.answeredBy(),
        status.leader(),
        status.term(),
        status.quorum(),
        status.revision(),
        status.lastChange(),
        status.maintenance(),
        status.settled(),
        status.nodes().stream().filter(n -> n.name().equals(node)).toList(),
        about(status.resources(), node),
        status.overrides(),
        status.problems().stream()
            .filter(p -> p.node().isEmpty() || p.node().equals(Optional.of(node)))
            .toList());
  }

  private static List<ResourceStatus> about(List<ResourceStatus> resources, NodeName node) {
    return resources.stream()
        .map(r ->
            new ResourceStatus(
                r.id(),
                r.kind(),
                r.agent(),
                r.targetRole(),
                r.managed(),
                r.blocked(),
                r.instances().stream().filter(i -> i.node().equals(Optional.of(node))).toList(),
                r.failures().stream().filter(f -> f.node().equals(node)).toList(),
                about(r.children(), node)))
        .filter(r ->
            activeOn(r).contains(node)
                || r.all().stream().anyMatch(part -> !part.failures().isEmpty()))
        .toList();
  }
}
