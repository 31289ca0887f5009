package ha.policy.explain;

import ha.model.Role;
import ha.policy.graph.Action;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where a primitive is, and as what, when every planned action has succeeded. */
final class AfterState {
  private final Set<Node> fenced = new HashSet<>();

  AfterState(Situation s) {
    for (Action action : s.graph.actions()) {
      if (action.kind == Action.Kind.FENCE && action.planned() && action.node != null) {
        fenced.add(action.node);
      }
    }
  }

  /** Its role on each node where it is active then. */
  Map<Node, Role> of(Resource r) {
    Map<Node, Role> after = new TreeMap<>((a, b) -> Integer.compare(a.index, b.index));
    for (Node node : r.active) {
      if (!planned(r, "stop", node) && !fenced.contains(node)) {
        Role role = r.role;
        if (planned(r, "demote", node)) {
          role = Role.UNPROMOTED;
        }
        after.put(node, role);
      }
    }
    Node target = r.assigned;
    if (target != null) {
      if (planned(r, "start", target) || planned(r, "migrate_from", target)) {
        after.put(target, r.inPromotable() ? Role.UNPROMOTED : Role.STARTED);
      }
      if (planned(r, "promote", target) && after.containsKey(target)) {
        after.put(target, Role.PROMOTED);
      }
    }
    return after;
  }

  static boolean planned(Resource r, String operation, @Nullable Node node) {
    Action action = r.action(operation, node);
    return action != null && action.planned();
  }
}
