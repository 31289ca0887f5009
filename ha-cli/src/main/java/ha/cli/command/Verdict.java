package ha.cli.command;

import ha.api.ClusterStatus;
import ha.api.ResourceStatus;
import ha.cli.status.Located;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Whether the cluster is as a command wanted it.
 *
 * @param text how it is, one sentence
 */
record Verdict(boolean ok, String text) {

  /** Looks at the cluster once it has settled. */
  interface Test {
    Verdict of(ClusterStatus status);
  }

  /** Nothing to look at beyond having settled. */
  static Test settled(String text) {
    return status -> new Verdict(true, text);
  }

  /** The resource runs somewhere. */
  static Test runs(ResourceId resource) {
    return status -> {
      SortedSet<NodeName> nodes = nodes(status, resource);
      return new Verdict(!nodes.isEmpty(), where(resource, nodes));
    };
  }

  /** The resource runs nowhere. */
  static Test stopped(ResourceId resource) {
    return status -> {
      SortedSet<NodeName> nodes = nodes(status, resource);
      return new Verdict(nodes.isEmpty(), where(resource, nodes));
    };
  }

  /** The resource runs on {@code to}; without it, somewhere else than {@code before}. */
  static Test moved(ResourceId resource, Optional<NodeName> to, SortedSet<NodeName> before) {
    return status -> {
      SortedSet<NodeName> nodes = nodes(status, resource);
      boolean there =
          to.isPresent()
              ? nodes.contains(to.orElseThrow())
              : !nodes.isEmpty() && !nodes.equals(before);
      String why = there ? "" : because(status, resource);
      return new Verdict(there, where(resource, nodes) + why);
    };
  }

  /** What the status says of why a resource is not as it should be, where it says something. */
  private static String because(ClusterStatus status, ResourceId resource) {
    return status.problems().stream()
        .filter(p -> p.resource().equals(Optional.of(resource)))
        .findFirst()
        .map(p -> ": " + p.text())
        .orElse("");
  }

  /** Nothing runs on the node. */
  static Test emptied(NodeName node) {
    return status -> {
      SortedSet<ResourceId> left = Located.activeOn(status, node);
      String names = String.join(", ", left.stream().map(ResourceId::value).toList());
      return left.isEmpty()
          ? new Verdict(true, "nothing runs on " + node)
          : new Verdict(false, "still on " + node + ": " + names);
    };
  }

  static SortedSet<NodeName> nodes(ClusterStatus status, ResourceId resource) {
    return Located.resource(status, resource)
        .map((ResourceStatus found) -> Located.activeOn(found))
        .orElseGet(java.util.TreeSet::new);
  }

  private static String where(ResourceId resource, SortedSet<NodeName> nodes) {
    return nodes.isEmpty()
        ? resource + " does not run"
        : resource + " runs on " + String.join(", ", nodes.stream().map(NodeName::value).toList());
  }
}
