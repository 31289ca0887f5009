package ha.policy.fencing;

import ha.model.plan.PlannedAction.FenceMode;
import ha.model.plan.Problem;
import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Phase: nodes that must be off before others take over, and nodes that may leave. */
public final class Fencing {
  private final Situation s;

  private Fencing(Situation s) {
    this.s = s;
  }

  public static void create(Situation s) {
    Fencing fencing = new Fencing(s);
    List<Action> fences = new ArrayList<>();
    List<Action> releases = new ArrayList<>();
    for (Node node : s.nodes) {
      if (node.kind == Node.Kind.GUEST) {
        continue;
      }
      if (node.unclean) {
        if (s.options.maintenance()) {
          fencing.rests(node);
        } else if (s.canFence(node)) {
          fences.add(fencing.fence(node));
        } else {
          fencing.cannotFence(node);
        }
      } else if (node.online && node.shutdown && !node.remote()) {
        releases.add(fencing.release(node));
      }
    }
    if (!s.options.maintenance()) {
      fencing.guests(fences);
    }
    fencing.oneAfterAnother(fences);
    fencing.leaderLeavesLast(releases, fences);
  }

  /** Once it is known what is done: no container's stop waits for what it ends. */
  public static void untangle(Situation s) {
    GuestFencing.untangle(s);
  }

  private void guests(List<Action> fences) {
    for (Node node : s.nodes) {
      if (node.kind == Node.Kind.GUEST && s.connections.isDoubtful(node) && s.canFence(node)) {
        Action fence = GuestFencing.fence(s, node);
        GuestFencing.withHost(s, fence, fences);
        whatWaits(node, fence);
      }
    }
  }

  private Action fence(Node node) {
    String mode = s.options.fenceMode() == FenceMode.OFF ? "off" : "reboot";
    Action fence = s.graph.make(Action.Kind.FENCE, null, mode, Duration.ZERO, node);
    fence.fenceMode = mode;
    String why = node.fenceReason == null ? "it is in an unknown state" : node.fenceReason;
    fence.require(Reason.of("fencing", "node " + node + " must be fenced: " + why));
    whatWaits(node, fence);
    s.problem(
        Problem.Severity.WARNING,
        null,
        node,
        "node " + node + " must be fenced: " + why,
        "it is fenced, then what ran there is recovered",
        "");
    return fence;
  }

  private void whatWaits(Node node, Action fence) {
    for (Resource r : s.all) {
      if (r.isPrimitive()) {
        implied(r, node, fence);
        startsWait(r, node, fence);
      }
    }
  }

  /** What a fenced node was to stop is stopped by the fence. */
  private void implied(Resource r, Node node, Action fence) {
    boolean failedHere = node.online && r.failed && r.active.contains(node);
    boolean waits =
        failedHere
            || r.requires == Resource.Requires.FENCING
            || r.requires == Resource.Requires.UNFENCING;
    for (String operation : List.of("stop", "demote")) {
      for (Action action : r.actions(operation)) {
        if (action.node == node) {
          action.pseudo = true;
          if (r.managed || !node.online) {
            action.runnable = true;
          }
          if (waits) {
            r.actions(operation).forEach(elsewhere -> s.graph.order(fence, elsewhere));
            Resource whole = r.top();
            if (!whole.isPrimitive() && operation.equals("stop")) {
              s.graph.order(fence, s.graph.milestone(whole, "stop"));
            }
          }
        }
      }
    }
  }

  private void startsWait(Resource r, Node node, Action fence) {
    for (Action start : r.actions()) {
      boolean begins =
          start.interval.isZero()
              && start.node != null
              && (start.operation.equals("start") || start.operation.equals("promote"));
      if (!begins) {
        continue;
      }
      boolean unsure =
          start.operation.equals("start")
              && r.requires == Resource.Requires.QUORUM
              && !r.known.contains(node);
      if (start.needsFencing || unsure) {
        s.graph.order(fence, start, Effect.NEEDS_FIRST);
      }
    }
  }

  /** Maintenance means no action at all; a node is fenced when it ends. */
  private void rests(Node node) {
    s.problem(
        Problem.Severity.WARNING,
        null,
        node,
        "node "
            + node
            + " must be fenced: "
            + (node.fenceReason == null ? "it is in an unknown state" : node.fenceReason)
            + "; the cluster is in maintenance",
        "it is fenced when the maintenance ends",
        "hactl maintenance off");
  }

  private void cannotFence(Node node) {
    String why =
        !s.options.fencing()
            ? "fencing is switched off"
            : !s.haveFenceDevice ? "no fence device is defined" : "this partition has no quorum";
    s.problem(
        Problem.Severity.ERROR,
        null,
        node,
        "node "
            + node
            + " must be fenced ("
            + (node.fenceReason == null ? "unknown state" : node.fenceReason)
            + "), but "
            + why,
        "",
        "make sure that it is off, then: hactl fence confirm " + node + " --reason ...");
    Reason obstacle =
        Reason.of("fencing", node + " may still hold it and cannot be fenced: " + why);
    if (node.online) {
      return;
    }
    for (Resource r : s.all) {
      boolean mayBeThere =
          r.isPrimitive()
              && r.requires != Resource.Requires.NOTHING
              && !r.isFenceDevice()
              && (r.active.contains(node) || !r.known.contains(node))
              && !aliveElsewhere(r, node);
      if (mayBeThere && !(node.unseen && r.isActive())) {
        r.actions("start").forEach(start -> start.forbid(obstacle));
      }
    }
  }

  /** An instance of a clone does not care what the others do. */
  private static boolean aliveElsewhere(Resource r, Node node) {
    return (r.inAnonymousClone() && !r.active.contains(node))
        || (!r.active.isEmpty() && !r.active.contains(node));
  }

  private Action release(Node node) {
    Action release = s.graph.make(Action.Kind.RELEASE, null, "do_shutdown", Duration.ZERO, node);
    release.require(Reason.of("leave", "node " + node + " asked to leave"));
    for (Resource r : s.all) {
      for (Action stop : r.actions("stop")) {
        if (stop.node == node && !r.maintenance && (r.managed || r.blocked)) {
          s.graph.order(stop, release, Effect.NEEDS_FIRST);
        }
      }
    }
    return release;
  }

  private void leaderLeavesLast(List<Action> releases, List<Action> fences) {
    for (Action last : releases) {
      if (leads(last)) {
        releases.forEach(other -> s.graph.order(other, last));
        fences.forEach(fence -> s.graph.order(fence, last));
      }
    }
  }

  /** Whether the node decides for the cluster; it is fenced last. */
  private static boolean leads(Action fence) {
    return fence.node != null && "true".equals(fence.node.attributes.get("#is_dc"));
  }

  private void oneAfterAnother(List<Action> fences) {
    List<Action> ordered = new ArrayList<>(fences);
    ordered.sort((a, b) -> Boolean.compare(leads(a), leads(b)));
    for (int i = 1; i < ordered.size(); i++) {
      Action last = ordered.get(ordered.size() - 1);
      if (!s.options.concurrentFencing()) {
        s.graph.order(ordered.get(i - 1), ordered.get(i));
      } else if (leads(last) && ordered.get(i - 1) != last) {
        s.graph.order(ordered.get(i - 1), last);
      }
    }
  }
}
