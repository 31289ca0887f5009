package ha.policy.remote;

import ha.model.Role;
import ha.model.plan.Reason;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What remote nodes and guests are to the cluster: it follows from their connections. */
public final class RemoteStatus {
  private RemoteStatus() {}

  /** Before histories are read: a remote node that was never seen may hold anything. */
  public static void unseen(Situation s) {
    for (Node node : s.nodes) {
      boolean reached = node.kind == Node.Kind.REMOTE && s.connections.of(node).isPresent();
      if (reached && node.unseen && s.options.startupFencing() && s.options.fencing()) {
        node.unclean = true;
        node.fenceReason = "it was never seen since the cluster came up";
      }
    }
  }

  /** Whether enough is known of others' histories to read the node's own. */
  public static boolean reached(Situation s, Node node) {
    Optional<Resource> connection = s.connections.of(node);
    return connection.filter(c -> c.role == Role.STARTED).isPresent()
        && s.connections.containerOf(node).map(c -> c.role == Role.STARTED).orElse(true);
  }

  /** Whether operations can be run on the node now. */
  public static void judge(Situation s, Node node) {
    Optional<Resource> found = s.connections.of(node);
    if (found.isEmpty()) {
      node.online = false;
      return;
    }
    Resource connection = found.get();
    @Nullable Resource container = s.connections.containerOf(connection).orElse(null);
    @Nullable Node host =
        container != null && container.active.size() == 1 ? container.active.getFirst() : null;
    if (connection.role == Role.STARTED) {
      node.online = true;
      if (connection.nextRole.equals(Optional.of(Role.STOPPED))) {
        node.shutdown = true;
      }
    }
    if (container != null && container.failed) {
      node.online = false;
      s.connections.doubt(node);
    } else if (connection.failed) {
      node.online = false;
    } else if (connection.role == Role.STOPPED
        || (container != null && container.role == Role.STOPPED)) {
      node.online = false;
      s.connections.trust(node);
    } else if (host != null && !host.online && host.unclean) {
      node.online = false;
      s.connections.doubt(node);
    }
    if (!connection.managed || connection.maintenance) {
      node.maintenance = true;
    }
    if (node.shutdown && !connection.nextRole.equals(Optional.of(Role.STOPPED))) {
      connection.setNextRole(Role.STOPPED, Reason.of("leave", "node " + node + " asked to leave"));
    }
  }

  /** The connection has been given a node, or none. */
  public static void placed(Situation s, Resource connection) {
    s.connections
        .nodeOf(connection)
        .ifPresent(node -> {
          if (connection.assigned != null
              && !connection.nextRole.equals(Optional.of(Role.STOPPED))) {
            node.online = true;
            if (node.unseen) {
              node.unclean = false;
              node.fenceReason = null;
            }
          } else {
            node.shutdown = true;
          }
        });
  }
}
