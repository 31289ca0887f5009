package ha.policy.remote;

import ha.model.Role;
import ha.policy.graph.Action;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.Optional;

/** Where looking for a resource makes sense, as far as remote nodes and guests are concerned. */
public final class RemoteProbes {
  private RemoteProbes() {}

  public static boolean possible(Situation s, Resource r, Node node) {
    if (!node.remote()) {
      return true;
    }
    boolean nested = node.kind == Node.Kind.GUEST && s.connections.guestIn(r).isPresent();
    boolean onlyOnMembers = r.isFenceDevice() || s.connections.isConnection(r) || nested;
    return !onlyOnMembers && !fresh(s, node);
  }

  /** In a container that only just starts nothing runs yet. */
  private static boolean fresh(Situation s, Node node) {
    Optional<Resource> container = s.connections.containerOf(node);
    if (container.isEmpty()) {
      return false;
    }
    if (container.get().role == Role.STOPPED) {
      return true;
    }
    return container.get().actions("stop").stream().anyMatch(stop -> stop.required)
        || (container.get().assigned != null && restarts(container.get()));
  }

  private static boolean restarts(Resource container) {
    return container.actions("start").stream().filter(a -> a.required).anyMatch(Action::planned);
  }
}
