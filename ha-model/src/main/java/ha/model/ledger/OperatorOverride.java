package ha.model.ledger;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Instant;
import java.util.Optional;

/**
 * What an operator ordered beyond the definitions. At most one of each {@link #key()}; the newer
 * replaces the older.
 */
public sealed interface OperatorOverride {
  /** Identity: two overrides of one key exclude each other. */
  String key();

  /** When it ends by itself (UTC). */
  Optional<Instant> expires();

  /** Nothing is to run on the node. */
  record Standby(NodeName node, Optional<Instant> expires) implements OperatorOverride {
    @Override
    public String key() {
      return "standby/" + node;
    }
  }

  /** Nothing is done to what runs on the node. */
  record NodeMaintenance(NodeName node, Optional<Instant> expires) implements OperatorOverride {
    @Override
    public String key() {
      return "maintenance/" + node;
    }
  }

  /** Nothing is done to anything. */
  record ClusterMaintenance(Optional<Instant> expires) implements OperatorOverride {
    @Override
    public String key() {
      return "maintenance";
    }
  }

  /** The resource is to be in this role: {@code Stopped}, {@code Started}, {@code Unpromoted}. */
  record TargetRole(ResourceId resource, ha.model.Role role, Optional<Instant> expires)
      implements OperatorOverride {
    @Override
    public String key() {
      return "target-role/" + resource;
    }
  }

  /** Nothing is done to the resource. */
  record Unmanaged(ResourceId resource, Optional<Instant> expires) implements OperatorOverride {
    @Override
    public String key() {
      return "unmanaged/" + resource;
    }
  }

  /**
   * A move in progress: the resource leaves {@code from} for {@code to} (or wherever is best). Ends
   * when it has arrived or {@code expires}; nothing is left behind.
   */
  record Move(
      ResourceId resource,
      Optional<NodeName> from,
      Optional<NodeName> to,
      Optional<Instant> expires)
      implements OperatorOverride {
    @Override
    public String key() {
      return "move/" + resource;
    }
  }

  /** A restart in progress: {@code stopping} until stopped everywhere, then lifted. */
  record Restart(ResourceId resource, Optional<Instant> expires) implements OperatorOverride {
    @Override
    public String key() {
      return "restart/" + resource;
    }
  }

  /**
   * The replica of a resource on a node lacks data that another one has, and must not be promoted
   * there. Lifted when the replica has caught up, which its node says by the attribute {@code
   * replica-RESOURCE} with the same epoch.
   *
   * @param epoch tells this declaration from earlier and later ones
   */
  record ReplicaBehind(ResourceId resource, NodeName node, long epoch) implements OperatorOverride {
    /** The key of such an override. */
    public static String key(ResourceId resource, NodeName node) {
      return "replica-behind/" + resource + "/" + node;
    }

    @Override
    public String key() {
      return key(resource, node);
    }

    @Override
    public Optional<Instant> expires() {
      return Optional.empty();
    }
  }

  /**
   * This site holds a ticket; without such an order it does not.
   *
   * @param standby it holds it, but what needs it is not to run for now
   */
  record Ticket(String ticket, boolean standby, Optional<Instant> expires)
      implements OperatorOverride {
    /** The key of such an override. */
    public static String key(String ticket) {
      return "ticket/" + ticket;
    }

    @Override
    public String key() {
      return key(ticket);
    }
  }

  /** The node is to be fenced although it answers; lifted when it was. */
  record FenceWanted(NodeName node, FenceMode mode, Optional<Instant> expires)
      implements OperatorOverride {
    @Override
    public String key() {
      return "fence/" + node;
    }
  }
}
