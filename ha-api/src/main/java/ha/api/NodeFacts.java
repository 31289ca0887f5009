package ha.api;

import ha.model.NodeName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What only a node itself knows of itself, for those who look for a cause.
 *
 * @param at wall clock of the node
 * @param facts of program, Java, machine and state directory, by name
 * @param log the newest lines of the daemon's log, the oldest first
 * @param blackBox all lines of the black box, the oldest first
 */
public record NodeFacts(
    NodeName node,
    Instant at,
    SortedMap<String, String> facts,
    List<String> log,
    List<String> blackBox) {
  public NodeFacts {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    log = List.copyOf(log);
    blackBox = List.copyOf(blackBox);
  }
}
