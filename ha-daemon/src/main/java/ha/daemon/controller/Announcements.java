package ha.daemon.controller;

import ha.daemon.controller.Transition.Progress;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.plan.PlannedAction;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;

/**
 * The notifications before a step that were given while the step itself still waits. A plan that
 * takes the place of another wants them again, and whoever was told need not be told twice: while a
 * machine is migrated, which takes long, each new decision would tell all replicas once more.
 */
final class Announcements {
  /** Whom one told what. */
  private record Given(ResourceId resource, NodeName node, SortedMap<String, String> environment) {
    static Given of(PlannedAction.Operation notify) {
      return new Given(notify.resource(), notify.node(), notify.environment());
    }
  }

  private final Set<Given> given = new HashSet<>();

  /** Keeps what a transition that ends here has announced and not begun. */
  void keep(Transition ending) {
    given.clear();
    for (int i = 0; i < ending.plan().actions().size(); i++) {
      if (ending.action(i) instanceof PlannedAction.Operation o
          && announces(o)
          && ending.progress(i) == Progress.DONE
          && !ending.hasEndedAfter(i)) {
        given.add(Given.of(o));
      }
    }
  }

  /** Whether this is a notification that was given already; it counts once. */
  boolean use(PlannedAction.Operation action) {
    return announces(action) && given.remove(Given.of(action));
  }

  private static boolean announces(PlannedAction.Operation action) {
    return "pre".equals(action.environment().get(PlannedAction.Operation.NOTIFY_TYPE));
  }
}
