package ha.api;

import ha.model.NodeName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What agents say of the nodes that they run on.
 *
 * @param nodes names and values of each node's transient attributes
 */
public record NodeAttributes(SortedMap<NodeName, SortedMap<String, String>> nodes) {
  public NodeAttributes {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }
}
