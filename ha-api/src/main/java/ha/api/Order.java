package ha.api;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an operator wants done. Who ordered it is known from the socket's peer, never from the
 * request.
 */
public sealed interface Order {
  /** Why, in the operator's words; may be empty where nothing is lost by the order. */
  String reason();

  /**
   * Moves a resource: live where it can, else stopped and started. An operation, not a constraint:
   * it ends when the resource has arrived, or at the deadline, and leaves nothing behind.
   *
   * @param to absent: wherever is best but here
   * @param within deadline; absent: the cluster's default
   */
  record MigrateOrder(
      ResourceId resource, Optional<NodeName> to, Optional<Duration> within, String reason)
      implements Order {}

  /**
   * Moves everything off a node, or lets it take part again.
   *
   * @param until ends by itself then (UTC)
   */
  record StandbyOrder(NodeName node, boolean on, Optional<Instant> until, String reason)
      implements Order {}

  /**
   * Hands off, or hands on again: the cluster, one node, or one resource. At most one of {@code
   * node} and {@code resource}.
   *
   * @param until ends by itself then (UTC)
   */
  record MaintenanceOrder(
      Optional<NodeName> node,
      Optional<ResourceId> resource,
      boolean on,
      Optional<Instant> until,
      String reason)
      implements Order {}

  /**
   * Starts, stops or demotes a resource. Where the definitions already ask for {@code role}, an
   * earlier order is lifted and no new one is kept.
   *
   * @param until ends by itself then (UTC)
   */
  record TargetRoleOrder(ResourceId resource, Role role, Optional<Instant> until, String reason)
      implements Order {}

  /** Stops a resource, and what depends on it, and starts them again. */
  record RestartOrder(ResourceId resource, String reason) implements Order {}

  /** Forgets failures and looks afresh; neither given: all of them. */
  record CleanupOrder(Optional<ResourceId> resource, Optional<NodeName> node, String reason)
      implements Order {}

  /**
   * Says whether this site holds a ticket.
   *
   * @param ticket as constraints name it
   * @param until ends by itself then (UTC): the ticket is not held any more
   */
  record TicketOrder(String ticket, State state, Optional<Instant> until, String reason)
      implements Order {
    /** What is to be. */
    public enum State {
      GRANTED,
      /** Held, but what needs it is not to run for now. */
      STANDBY,
      REVOKED
    }
  }

  /** Fences a node now, whatever its state. */
  record FenceOrder(NodeName node, FenceMode mode, String reason) implements Order {}

  /** Has every other member ask the node's fence devices whether they would fence; harmless. */
  record FenceTestOrder(NodeName node, String reason) implements Order {}

  /** A person's word that the replica of a resource on a node is not behind after all. */
  record ReplicaCurrentOrder(ResourceId resource, NodeName node, String reason) implements Order {}

  /** A person's word that a lost node is off. What it held is taken over on that word. */
  record FenceConfirmOrder(NodeName node, String reason) implements Order {}

  /**
   * Lets the answering node lead without quorum.
   *
   * @param off the nodes that a person vouches to be off: every one that is waited for, by name
   */
  record LeadAloneOrder(List<NodeName> off, String reason) implements Order {
    public LeadAloneOrder {
      off = List.copyOf(off);
    }
  }
}
