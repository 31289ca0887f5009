package ha.policy.bundle;

import ha.policy.action.CollectiveActions;
import ha.policy.action.Starts;
import ha.policy.clone.Notifications;
import ha.policy.graph.Action;
import ha.policy.graph.ActionGraph;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Replica;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.List;

/** How the parts of a bundle wait for each other. */
public final class BundleActions {
  private final ActionGraph graph;
  private final Resource bundle;

  private BundleActions(ActionGraph graph, Resource bundle) {
    this.graph = graph;
    this.bundle = bundle;
  }

  /** Orders addresses before containers, and the child within the milestones of the bundle. */
  public static void order(Situation s, Resource bundle) {
    BundleActions actions = new BundleActions(s.graph, bundle);
    for (Replica replica : s.bundles.of(bundle)) {
      replica.address().ifPresent(address -> actions.address(address, replica.container()));
    }
    bundle.children.stream().filter(Resource::isClone).forEach(actions::child);
  }

  private void address(Resource address, Resource container) {
    for (Action up : address.actions("start")) {
      for (Action start : container.actions("start")) {
        graph.order(up, start, Effect.NEEDS_FIRST);
      }
    }
    for (Action stop : container.actions("stop")) {
      for (Action down : address.actions("stop")) {
        graph.order(stop, down, Effect.FIRST_TOO);
      }
    }
  }

  private void child(Resource clone) {
    List<String> operations = new ArrayList<>(List.of("start", "stop"));
    if (bundle.promotable) {
      operations.addAll(List.of("promote", "demote"));
    }
    for (String operation : operations) {
      String end = CollectiveActions.end(operation);
      String told = clone.notify ? Notifications.told(end) : end;
      graph.order(
          graph.milestone(bundle, operation), graph.milestone(clone, operation), Effect.FIRST_TOO);
      graph.order(graph.milestone(clone, told), graph.milestone(bundle, end), Effect.THEN_TOO);
    }
  }

  /**
   * A container starts only after it was looked for on its node, and so were the others where only
   * one may run; its connection is looked for when it runs.
   */
  public static void orderProbes(Situation s) {
    for (Replica replica : s.bundles.all()) {
      replica
          .connection()
          .ifPresent(connection -> {
            for (Action probe : connection.actions("monitor")) {
              afterContainer(s, replica.container(), probe);
            }
          });
      if (replica.bundle().cloneNodeMax == 1) {
        beforeOthers(s, replica);
      }
    }
  }

  private static void afterContainer(Situation s, Resource container, Action probe) {
    Action start = Starts.of(s, container);
    if (container.active.isEmpty() || start.runnable) {
      s.graph.order(start, probe, Effect.NEEDS_FIRST);
    }
  }

  private static void beforeOthers(Situation s, Replica replica) {
    for (Action probe : replica.container().actions("monitor")) {
      for (Replica other : s.bundles.of(replica.bundle())) {
        Action start = Starts.of(s, other.container());
        boolean same = start.node == probe.node || start.node == null;
        if (other.number() != replica.number() && same) {
          s.graph.order(probe, start);
        }
      }
    }
  }
}
