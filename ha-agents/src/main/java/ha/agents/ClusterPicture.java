package ha.agents;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.snapshot.Standing;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cluster as an agent may ask for it, committed by all members.
 *
 * @param nodes how each node stands
 * @param leader who decides
 * @param quorate whether this node is in a partition that may act
 * @param attributes of each node, lasting ones too, under their own names
 * @param copies what is where, as far as is known
 */
public record ClusterPicture(
    SortedMap<NodeName, Standing> nodes,
    Optional<NodeName> leader,
    boolean quorate,
    SortedMap<NodeName, SortedMap<String, String>> attributes,
    List<Copy> copies) {
  public ClusterPicture {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    copies = List.copyOf(copies);
  }

  /** One copy of a primitive, active on a node or found broken there. */
  public record Copy(
      ResourceId base, String agent, NodeName node, boolean promoted, boolean failed) {}

  /** An attribute of a node. */
  public Optional<String> attribute(NodeName node, String name) {
    return Optional.ofNullable(attributes.getOrDefault(node, new TreeMap<>()).get(name));
  }
}
