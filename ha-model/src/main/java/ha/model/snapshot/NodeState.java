package ha.model.snapshot;

import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Facts about one node.
 *
 * @param attributes transient attributes; they override the definitions' and vanish with the node
 * @param history operations run there in this incarnation, oldest first
 * @param failures fail counts by resource and operation
 * @param fenceWanted somebody asked for this node to be fenced
 */
public record NodeState(
    NodeName name,
    Standing standing,
    SortedMap<String, String> attributes,
    List<OperationRecord> history,
    List<FailureCount> failures,
    boolean fenceWanted) {
  public NodeState {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    history = List.copyOf(history);
    failures = List.copyOf(failures);
  }

  /** How often an operation failed, and when last (UTC). */
  public record FailureCount(
      ResourceId resource,
      String operation,
      java.time.Duration interval,
      ha.model.Score count,
      java.time.Instant last) {}
}
