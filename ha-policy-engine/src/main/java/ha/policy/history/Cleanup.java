package ha.policy.history;

import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.time.Duration;

/**
 * Phase: forgets what is of no use any longer: expired failures, what was never defined or is not
 * any longer, and what another agent did under the same name.
 */
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
    }
    for (Situation.History history : s.histories()) {
      forgetForeign(s, history);
    }
  }

  private static void failures(Situation s, Resource r, Node node) {
    boolean gone = r.orphan && r.managed && !FailCounts.failures(r, node).isEmpty();
    boolean expired =
        FailCounts.expired(s, r, node)
            && FailCounts.recorded(s, r, node) > 0
            && FailCounts.oldHistory(s, r, node);
    if (!gone && !expired) {
      return;
    }
    if (!r.unique && r.instance > 0) {
      return;
    }
    Action clear =
        clear(
            s,
            r,
            node,
            gone
                ? r + " is not defined any longer"
                : "the failures of " + r.base() + " on " + node + " have expired");
    if (gone) {
      r.actions("stop").forEach(stop -> s.graph.order(clear, stop));
    }
  }

  private static void forgetForeign(Situation s, Situation.History history) {
    Resource r = definedFor(history.resource());
    Node node = history.node();
    if (!node.available() && !node.maintenance) {
      return;
    }
    boolean orphan = r.orphan && r.managed && !r.failed;
    if (orphan) {
      forget(s, r, node, Reason.of("orphan", "no definition of " + r + " is left"));
    } else if (!r.orphan && r.managed && !history.agent().equals(r.agent())) {
      Reason why =
          Reason.of(
              "agent", r + " ran on " + node + " as " + history.agent() + ", now " + r.agent());
      Action stop = r.action("stop", node);
      if (stop != null && r.active.contains(node)) {
        stop.require(why);
      }
      forget(s, r, node, why);
    }
  }

  /** Forgets the failures that count because the operation that failed is not the same any more. */
  public static void changed(Situation s, Resource r, Node node) {
    if (FailCounts.effective(s, r, node) > 0) {
      clear(s, r, node, "the definition of what failed of " + r.base() + " has changed");
    }
  }

  static Action clear(Situation s, Resource r, Node node, String why) {
    for (Action action : r.actions()) {
      if (action.kind == Action.Kind.CLEAR_FAILURES && action.node == node) {
        return action;
      }
    }
    Action clear =
        s.graph.make(Action.Kind.CLEAR_FAILURES, r, "clear_failures", Duration.ZERO, node);
    clear.require(Reason.of("failures", why));
    return clear;
  }

  /** An instance too many of a clone whose instances are alike stands for the first of them. */
  private static Resource definedFor(Resource r) {
    return !r.orphan
        ? r
        : r.cloneOf().filter(clone -> !clone.unique).stream()
            .flatMap(clone -> clone.primitives().stream())
            .filter(p -> !p.orphan && p.definition.id().equals(r.definition.id()))
            .findFirst()
            .orElse(r);
  }

  private static void forget(Situation s, Resource r, Node node, Reason why) {
    Action forget = s.graph.make(Action.Kind.FORGET, r, "forget", Duration.ZERO, node);
    forget.require(why);
    for (Action stop : r.actions("stop")) {
      if (stop.node == node) {
        s.graph.order(stop, forget, Effect.NEEDS_FIRST_DONE);
      } else {
        s.graph.order(stop, forget);
      }
    }
    r.actions("start").forEach(start -> s.graph.order(forget, start));
  }
}
