package ha.policy.digest;

import ha.policy.graph.Action;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.List;

/** Phases: agents take over changed parameters without a restart, unless there is one anyway. */
public final class Reloads {
  /** The operation by which an agent takes over changed parameters. */
  public static final String RELOAD = "reload-agent";

  private Reloads() {}

  public static void create(Situation s) {
    for (Resource r : s.all) {
      s.redefinitions
          .reloadReason(r)
          .ifPresent(why -> {
            Node node = r.current();
            if (r.managed && !r.failed && node != null && r.pendingStart == null) {
              s.graph.operation(r, RELOAD, node).require(why);
            }
          });
    }
  }

  /** What is looked for is looked for before; what is watched is watched afterwards. */
  public static void order(Situation s) {
    for (Resource r : s.all) {
      for (Action reload : r.actions(RELOAD)) {
        for (Action monitor : r.actions()) {
          if (!monitor.interval.isZero() && monitor.kind == Action.Kind.OPERATION) {
            s.graph.order(reload, monitor);
          } else if (monitor.operation.equals("monitor")) {
            s.graph.order(monitor, reload);
          }
        }
      }
    }
  }

  /** A reload before a stop or demotion is of no use. */
  public static void drop(Situation s) {
    for (Resource r : s.all) {
      for (Action reload : r.actions(RELOAD)) {
        reload.dropped =
            List.of("stop", "demote").stream()
                .flatMap(operation -> r.actions(operation).stream())
                .anyMatch(action -> action.required);
      }
    }
  }
}
