package ha.policy.colocation;

import ha.model.Role;
import ha.policy.placement.NodeOrder;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which instance of one interleaved clone goes with which of another: those on the same node. */
public final class Pairing {
  private Pairing() {}

  /** The partner on the best node that the dependent may have and the other clone uses. */
  static @Nullable Resource byWishes(
      Situation s, Resource dependent, Resource clone, Optional<Role> role) {
    Node place = ColocationScores.placeOf(dependent);
    if (place != null) {
      return onNode(clone, place, role, false);
    }
    for (Node node : NodeOrder.sorted(s, dependent, null)) {
      Resource partner = onNode(clone, node, role, false);
      if (partner != null) {
        return partner;
      }
    }
    return null;
  }

  /** The instance that will be (or, {@code current}, is) on the node. */
  public static @Nullable Resource onNode(
      Resource clone, Node node, Optional<Role> role, boolean current) {
    for (Resource instance : clone.copies()) {
      boolean there =
          current ? instance.active.contains(node) : ColocationScores.placeOf(instance) == node;
      Role its = current ? instance.currentRole() : instance.plannedRole();
      if (there && role.map(its::equals).orElse(true)) {
        return instance;
      }
    }
    return null;
  }
}
