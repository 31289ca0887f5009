package ha.policy.ordering;

import ha.model.Role;
import ha.policy.graph.Action;
import ha.policy.situation.Colocation;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Phase: of two resources that must be apart, one leaves a node before the other comes. */
public final class ApartOrders {
  private ApartOrders() {}

  public static void apply(Situation s) {
    for (Colocation c : s.colocations) {
      if (c.score() <= -Scores.INFINITY) {
        apart(s, c, c.dependent(), c.dependentRole(), c.primary(), c.primaryRole());
        apart(s, c, c.primary(), c.primaryRole(), c.dependent(), c.dependentRole());
      }
    }
  }

  private static void apart(
      Situation s,
      Colocation c,
      Resource leaves,
      Optional<Role> leavingRole,
      Resource comes,
      Optional<Role> comingRole) {
    String down = leavingRole.equals(Optional.of(Role.PROMOTED)) ? "demote" : "stop";
    String up = comingRole.equals(Optional.of(Role.PROMOTED)) ? "promote" : "start";
    for (Action begin : each(comes, up)) {
      for (Action end : each(leaves, down)) {
        if (begin.node != null && begin.node == end.node) {
          s.graph.order(end, begin, c.id(), c.position());
        }
      }
      for (Action probe : each(leaves, "monitor")) {
        if (begin.node != null && begin.node == probe.node && probe.required) {
          s.graph.order(probe, begin, c.id(), c.position());
        }
      }
    }
  }

  private static List<Action> each(Resource r, String operation) {
    List<Action> all = new ArrayList<>();
    r.primitives().forEach(p -> all.addAll(p.actions(operation)));
    return all;
  }
}
