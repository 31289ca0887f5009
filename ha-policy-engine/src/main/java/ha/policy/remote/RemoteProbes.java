package ha.policy.remote;

import ha.model.Role;
import ha.policy.bundle.BundlePlaces;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.Optional;

/** Where looking for a resource makes sense, as far as remote nodes and guests are concerned. */
public final class RemoteProbes {
  private RemoteProbes() {}

  /** What lives in a container is looked for by what is inside, which is nothing of ours. */
  public static boolean possible(Situation s, Resource r, Node node) {
    boolean contained = s.connections.containerOf(r).isPresent() && !s.connections.isConnection(r);
    if (contained || !node.remote()) {
      return !contained;
    }
    boolean nested = node.kind == Node.Kind.GUEST && s.connections.guestIn(r).isPresent();
    boolean onlyOnMembers = r.isFenceDevice() || s.connections.isConnection(r) || nested;
    return !onlyOnMembers && BundlePlaces.permit(s, r, node) && !fresh(s, node);
  }

  /** In a container that only just starts, or is about to, nothing runs yet. */
  private static boolean fresh(Situation s, Node node) {
    Optional<Resource> found = s.connections.containerOf(node);
    if (found.isEmpty()) {
      return false;
    }
    Resource container = found.get();
    return container.role == Role.STOPPED
        || container.failed
        || s.connections.isDoubtful(node)
        || container.nextRole.equals(Optional.of(Role.STOPPED))
        || (container.assigned != null && !container.active.contains(container.assigned));
  }
}
