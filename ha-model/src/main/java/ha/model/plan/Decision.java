package ha.model.plan;

import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one instance.
 *
 * @param from where it is active now
 * @param to where it will be
 * @param activeOn every node where it is active now; more than one is a fault or a migration
 * @param blocked decided, but something must happen first that the cluster will not do by itself
 * @param reasons recorded when decided, the deciding one first
 * @param nodes for every node considered: its score and what contributed to it
 */
public record Decision(
    ResourceId resource,
    ResourceId base,
    Kind kind,
    Optional<NodeName> from,
    Optional<NodeName> to,
    List<NodeName> activeOn,
    boolean blocked,
    List<Reason> reasons,
    List<NodeVerdict> nodes) {
  public Decision {
    activeOn = List.copyOf(activeOn);
    reasons = List.copyOf(reasons);
    nodes = List.copyOf(nodes);
  }

  /** What changes. */
  public enum Kind {
    STAY,
    REMAIN_STOPPED,
    START,
    STOP,
    RESTART,
    RECOVER,
    MOVE,
    MIGRATE,
    PROMOTE,
    DEMOTE,
    RE_PROMOTE,
    RELOAD
  }
}
