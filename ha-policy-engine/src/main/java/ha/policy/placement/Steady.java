package ha.policy.placement;

import ha.model.Role;
import ha.model.plan.Reason;
import ha.policy.colocation.ColocationScores;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Instances that are alike do not trade places: one that runs where another was placed stays, and
 * the other takes its place.
 */
final class Steady {
  private Steady() {}

  static void keep(Resource clone) {
    if (clone.unique) {
      return;
    }
    for (Resource instance : clone.children) {
      Node home = instance.active.size() == 1 ? instance.current() : null;
      if (home == null || ColocationScores.placeOf(instance) == home || !sound(instance)) {
        continue;
      }
      for (Resource other : clone.children) {
        boolean takes = other != instance && ColocationScores.placeOf(other) == home;
        if (takes && !other.active.contains(home) && sound(other)) {
          swap(instance, other);
          break;
        }
      }
    }
  }

  private static boolean sound(Resource instance) {
    return !instance.orphan
        && instance.primitives().stream().noneMatch(p -> !p.managed || p.blocked || p.failed);
  }

  private static void swap(Resource a, Resource b) {
    List<Resource> partsA = a.primitives();
    List<Resource> partsB = b.primitives();
    for (int i = 0; i < partsA.size(); i++) {
      Resource x = partsA.get(i);
      Resource y = partsB.get(i);
      @Nullable Node node = x.assigned;
      Optional<Role> role = x.nextRole;
      Optional<Reason> reason = x.nextRoleReason;
      x.assigned = y.assigned;
      x.nextRole = y.nextRole;
      x.nextRoleReason = y.nextRoleReason;
      y.assigned = node;
      y.nextRole = role;
      y.nextRoleReason = reason;
    }
  }
}
