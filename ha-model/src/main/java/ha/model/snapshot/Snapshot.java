package ha.model.snapshot;

import ha.model.NodeName;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Facts about the cluster at one moment.
 *
 * @param quorate whether the partition that decides has quorum
 * @param nodes every node that is defined or was seen; a defined node without an entry counts as
 *     {@link Standing#UNSEEN}
 * @param tickets state of each ticket
 */
public record Snapshot(
    boolean quorate, SortedMap<NodeName, NodeState> nodes, SortedMap<String, TicketState> tickets) {
  public Snapshot {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    tickets = Collections.unmodifiableSortedMap(new TreeMap<>(tickets));
  }

  /** The same without these nodes. */
  public Snapshot without(Set<NodeName> some) {
    TreeMap<NodeName, NodeState> rest = new TreeMap<>(nodes);
    rest.keySet().removeAll(some);
    return new Snapshot(quorate, rest, tickets);
  }
}
