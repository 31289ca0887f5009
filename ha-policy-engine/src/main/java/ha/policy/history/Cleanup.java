package ha.policy.history;

import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.time.Duration;

/** Phase: forgets what is of no use any longer: expired failures, orphans that have stopped. */
public final class Cleanup {
  private Cleanup() {}

  public static void create(Situation s) {
    for (Resource r : s.all) {
      if (!r.isPrimitive()) {
        continue;
      }
      for (Node node : s.nodes) {
        if (node.online && !node.unclean) {
          failures(s, r, node);
        }
      }
      if (r.orphan && r.parent == null && r.managed) {
        forget(s, r);
      }
    }
  }

  private static void failures(Situation s, Resource r, Node node) {
    boolean gone = r.orphan && !FailCounts.failures(r, node).isEmpty();
    boolean expired = FailCounts.expired(s, r, node) && FailCounts.recorded(s, r, node) > 0;
    if (!gone && !expired) {
      return;
    }
    if (!r.unique && r.instance > 0) {
      return;
    }
    Action clear =
        s.graph.make(Action.Kind.CLEAR_FAILURES, r, "clear_failures", Duration.ZERO, node);
    clear.require(
        Reason.of(
            "failures",
            gone
                ? r + " is not defined any longer"
                : "the failures of " + r.base() + " on " + node + " have expired"));
    if (gone) {
      r.actions("stop").forEach(stop -> s.graph.order(clear, stop));
    }
  }

  private static void forget(Situation s, Resource r) {
    for (Action stop : r.actions("stop")) {
      if (stop.node == null || !stop.required) {
        continue;
      }
      Action forget = s.graph.make(Action.Kind.FORGET, r, "forget", Duration.ZERO, stop.node);
      forget.require(Reason.of("orphan", "no definition of " + r + " is left"));
      s.graph.order(stop, forget, ha.policy.graph.Edge.Effect.NEEDS_FIRST);
    }
  }
}
