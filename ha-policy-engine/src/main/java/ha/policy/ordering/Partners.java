package ha.policy.ordering;

import ha.model.Role;
import ha.model.definition.SourcePosition;
import ha.model.plan.Reason;
import ha.policy.colocation.ColocationScores;
import ha.policy.colocation.Pairing;
import ha.policy.graph.Action;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Instances of interleaved clones that can run only where their partner does: who has none stops,
 * and with it whoever needed it as a partner.
 */
final class Partners {
  private final List<Need> needs = new ArrayList<>();

  private record Need(
      Resource first, Resource then, String action, String order, SourcePosition position) {}

  /** Each instance of {@code then} needs one of {@code first} on its node. */
  void need(Resource first, Resource then, String action, String order, SourcePosition position) {
    needs.add(new Need(first, then, action, order, position));
  }

  /** Stops those without a partner until all that are left have theirs. */
  void settle() {
    boolean more = true;
    while (more) {
      more = false;
      for (Need need : needs) {
        for (Resource instance : need.then().copies()) {
          Node place = ColocationScores.placeOf(instance);
          if (place != null
              && Pairing.onNode(need.first(), place, Optional.empty(), false) == null) {
            stop(instance, need, place);
            more = true;
          }
        }
      }
    }
  }

  private static void stop(Resource instance, Need need, Node place) {
    Reason why =
        new Reason(
            "order",
            "order "
                + need.order()
                + ": no instance of "
                + need.first()
                + " is going to be on "
                + place,
            Optional.of(need.order()),
            need.position(),
            Optional.empty());
    for (Resource part : instance.primitives()) {
      for (Action action : part.actions(need.action())) {
        action.forbid(why);
      }
      part.setNextRole(Role.STOPPED, why);
      part.assigned = null;
    }
  }
}
