package ha.agents.drbd;

import ha.agents.ClusterView;
import ha.agents.drbd.DrbdState.Connection;
import ha.model.NodeName;
import ha.model.snapshot.Standing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The nodes at the other ends of a resource's connections, as the cluster knows them. */
record Peers(SortedMap<NodeName, Standing> nodes, NodeName self) {
  /**
   * Nodes whose replica may be written without this node learning of it: not off, not connected.
   */
  SortedMap<NodeName, Standing> apart(DrbdState state) {
    SortedMap<NodeName, Standing> apart = new TreeMap<>();
    for (Connection connection : state.connections()) {
      if (!connection.isConnected()) {
        at(connection).forEach((node, standing) -> addUnlessOff(apart, node, standing));
      }
    }
    if (state.connections().isEmpty()) {
      others().forEach((node, standing) -> addUnlessOff(apart, node, standing));
    }
    return apart;
  }

  /** Whether the other nodes could be asked for. */
  boolean areKnown() {
    return !nodes.isEmpty();
  }

  /** Why {@code apart} is not off, for people: "bob is lost, but not confirmed off". */
  static String sentence(SortedMap<NodeName, Standing> apart) {
    List<String> each =
        apart.entrySet().stream()
            .map(e -> e.getKey() + " (" + e.getValue().name().toLowerCase(Locale.ROOT) + ")")
            .toList();
    return String.join(", ", each) + " is neither connected nor confirmed off";
  }

  private static void addUnlessOff(
      SortedMap<NodeName, Standing> apart, NodeName node, Standing standing) {
    if (!ClusterView.isOff(standing)) {
      apart.put(node, standing);
    }
  }

  /** The node of a connection; all others where its name is none of the cluster's. */
  private SortedMap<NodeName, Standing> at(Connection connection) {
    Optional<NodeName> named =
        nodes.keySet().stream()
            .filter(n -> n.value().equals(connection.peer()) && !n.equals(self))
            .findFirst();
    if (named.isEmpty()) {
      return others();
    }
    SortedMap<NodeName, Standing> one = new TreeMap<>();
    one.put(named.get(), nodes.getOrDefault(named.get(), Standing.UNSEEN));
    return one;
  }

  private SortedMap<NodeName, Standing> others() {
    SortedMap<NodeName, Standing> others = new TreeMap<>(nodes);
    others.remove(self);
    return others;
  }
}
