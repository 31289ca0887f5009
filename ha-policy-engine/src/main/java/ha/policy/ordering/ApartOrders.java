package ha.policy.ordering;

import ha.model.Role;
import ha.policy.action.CollectiveActions;
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
    for (Action begin : begins(s, comes, gaining(comingRole))) {
      for (Action end : ends(s, leaves, losing(leavingRole))) {
        if (begin.node == null || end.node == null || begin.node == end.node) {
          s.graph.order(end, begin, c.id(), c.position());
        }
      }
    }
    for (Action begin : each(comes, gaining(comingRole))) {
      for (Action probe : each(leaves, List.of("monitor"))) {
        if (begin.node != null && begin.node == probe.node && probe.required) {
          s.graph.order(probe, begin, c.id(), c.position());
        }
      }
    }
  }

  /** Of what has parts all of them end, wherever they are. */
  private static List<Action> ends(Situation s, Resource r, List<String> operations) {
    return r.isPrimitive()
        ? each(r, operations)
        : operations.stream().map(o -> s.graph.milestone(r, CollectiveActions.end(o))).toList();
  }

  private static List<Action> begins(Situation s, Resource r, List<String> operations) {
    return r.isPrimitive()
        ? each(r, operations)
        : operations.stream().map(o -> s.graph.milestone(r, o)).toList();
  }

  /** What ends a role. */
  private static List<String> losing(Optional<Role> role) {
    if (role.equals(Optional.of(Role.PROMOTED))) {
      return List.of("demote");
    }
    return role.equals(Optional.of(Role.UNPROMOTED)) ? List.of("stop", "promote") : List.of("stop");
  }

  /** What begins a role. */
  private static List<String> gaining(Optional<Role> role) {
    if (role.equals(Optional.of(Role.PROMOTED))) {
      return List.of("promote");
    }
    return role.equals(Optional.of(Role.UNPROMOTED))
        ? List.of("start", "demote")
        : List.of("start");
  }

  private static List<Action> each(Resource r, List<String> operations) {
    List<Action> all = new ArrayList<>();
    for (Resource p : r.primitives()) {
      operations.forEach(operation -> all.addAll(p.actions(operation)));
    }
    return all;
  }
}
