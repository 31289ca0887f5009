package ha.policy.colocation;

import ha.model.Role;
import ha.policy.action.CollectiveActions;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Colocation;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.List;
import java.util.Optional;

/** Phase: what must be with another cannot run when it turns out that the other cannot. */
public final class Dependents {
  private Dependents() {}

  public static void link(Situation s) {
    for (Colocation c : s.colocations) {
      if (c.score() >= Scores.INFINITY && c.kind().equals("colocation")) {
        boolean promoted = c.primaryRole().equals(Optional.of(Role.PROMOTED));
        link(s, c, promoted ? "promote" : "start");
      }
    }
  }

  private static void link(Situation s, Colocation c, String operation) {
    String blocked = c.dependentRole().equals(Optional.of(Role.PROMOTED)) ? "promote" : "start";
    Resource primary = c.primary();
    if (primary.isMultiple() && primary.primitives().stream().anyMatch(Dependents::heldBack)) {
      return;
    }
    List<Action> firsts =
        primary.isPrimitive()
            ? primary.actions(operation)
            : primary.actions(CollectiveActions.end(operation));
    for (Action first : firsts) {
      if (primary.isPrimitive() && first.node == null) {
        continue;
      }
      for (Resource dependent : c.dependent().primitives()) {
        for (Action then : dependent.actions(blocked)) {
          s.graph.order(first, then, c.id(), c.position(), Effect.NEEDS_FIRST, Effect.UNORDERED);
        }
      }
    }
  }

  /** An instance of a cloned group is there as far as its members may run, which is meant so. */
  private static boolean heldBack(Resource member) {
    Resource group = member.parent;
    return member.assigned == null
        && group != null
        && group.isGroup()
        && ColocationScores.placeOf(group) != null;
  }
}
