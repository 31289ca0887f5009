package ha.agents;

import ha.model.NodeName;
import ha.model.snapshot.Standing;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent may know of the other nodes: how each stands to the cluster by this node's record.
 * Callable from any thread; may take a second.
 */
@FunctionalInterface
public interface ClusterView {
  /** Knows nobody, so nobody counts as off. */
  ClusterView NONE = TreeMap::new;

  /** All nodes of the cluster, this one too; empty if that cannot be told now. */
  SortedMap<NodeName, Standing> nodes();

  /** Whether everything on a node is certainly at an end: it was fenced, or left cleanly. */
  static boolean isOff(Standing standing) {
    return standing == Standing.FENCED || standing == Standing.LEFT;
  }
}
