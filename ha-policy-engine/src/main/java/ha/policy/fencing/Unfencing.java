package ha.policy.fencing;

import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Phase: some fence devices let a node at its disks only after they were told to (unfencing). What
 * needs that, and the devices themselves, are looked for and started afterwards only.
 */
public final class Unfencing {
  private static final String DONE = "#node-unfenced";

  private final Situation s;
  private final Map<Node, Action> unfences = new LinkedHashMap<>();

  private Unfencing(Situation s) {
    this.s = s;
  }

  public static void create(Situation s) {
    if (!s.unfences()) {
      return;
    }
    Unfencing unfencing = new Unfencing(s);
    for (Action action : List.copyOf(s.graph.actions())) {
      Resource r = action.resource;
      Node node = action.node;
      boolean begins = action.operation.equals("start") || action.operation.equals("monitor");
      boolean concerned =
          r != null
              && node != null
              && r.isPrimitive()
              && begins
              && action.interval.isZero()
              && action.kind == Action.Kind.OPERATION
              && (provides(r) || r.requires == Resource.Requires.UNFENCING);
      if (concerned && r != null && node != null) {
        unfencing.before(action, r, node);
      }
    }
    unfencing.stopsFirst();
  }

  /** Whether the resource is a device that lets nodes at their disks. */
  public static boolean provides(Resource r) {
    return r.isFenceDevice() && "unfencing".equals(r.options.get("provides"));
  }

  private void before(Action action, Resource r, Node node) {
    if (!node.online || node.unclean || node.shutdown || !s.canFence(node)) {
      return;
    }
    Action unfence = unfences.computeIfAbsent(node, this::unfence);
    if (action.operation.equals("start")) {
      s.graph.order(unfence, action, Effect.THEN_TOO);
    } else {
      s.graph.order(unfence, action);
    }
    String done = node.attributes.get(DONE);
    if (done == null || done.equals("0")) {
      unfence.require(Reason.of("unfencing", r + " needs " + node + " to be unfenced"));
    }
  }

  private Action unfence(Node node) {
    Action unfence = s.graph.make(Action.Kind.UNFENCE, null, "on", Duration.ZERO, node);
    unfence.fenceMode = "on";
    return unfence;
  }

  private void stopsFirst() {
    for (Resource r : s.all) {
      if (r.isPrimitive() && r.requires == Resource.Requires.UNFENCING) {
        for (Action stop : r.actions("stop")) {
          Action unfence = unfences.get(stop.node);
          if (unfence != null) {
            s.graph.order(stop, unfence);
          }
        }
      }
    }
  }
}
