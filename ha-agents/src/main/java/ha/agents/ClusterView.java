package ha.agents;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.snapshot.Standing;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent may know of the cluster around its node. Callable from any thread; may take some
 * seconds.
 */
@FunctionalInterface
public interface ClusterView {
  /** Knows nobody, so nobody counts as off. */
  ClusterView NONE = () -> Facts.UNKNOWN;

  /** What is known at this moment. */
  Facts facts();

  /** All that there is to know; empty without a leader, or without an answer in time. */
  default Optional<ClusterPicture> picture() {
    return Optional.empty();
  }

  /**
   * Facts of the cluster's record.
   *
   * @param nodes how each node stands, this one too; empty if that cannot be told now
   * @param behind resources whose replica on this node was declared behind, with the epoch of that
   *     declaration
   */
  record Facts(SortedMap<NodeName, Standing> nodes, SortedMap<ResourceId, Long> behind) {
    public static final Facts UNKNOWN = new Facts(new TreeMap<>(), new TreeMap<>());

    public Facts {
      nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
      behind = Collections.unmodifiableSortedMap(new TreeMap<>(behind));
    }

    /** Epoch of the declaration that this node's replica of {@code resource} is behind. */
    public OptionalLong behind(String resource) {
      return behind.entrySet().stream()
          .filter(e -> e.getKey().value().equals(resource))
          .mapToLong(java.util.Map.Entry::getValue)
          .findFirst();
    }
  }

  /** Whether everything on a node is certainly at an end: it was fenced, or left cleanly. */
  static boolean isOff(Standing standing) {
    return standing == Standing.FENCED || standing == Standing.LEFT;
  }
}
