package ha.policy.probe;

import ha.model.Role;
import ha.model.definition.Constraint.Discovery;
import ha.model.plan.Reason;
import ha.model.snapshot.ExitCode;
import ha.policy.action.Runnability;
import ha.policy.action.Starts;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.remote.RemoteProbes;
import ha.policy.situation.Node;
import ha.policy.situation.Replica;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Phase: looks for resources on nodes where nothing is known of them, before they are started. What
 * runs nowhere does not start while a node that is still joining cannot be asked.
 */
public final class Probes {
  private final Situation s;

  private Probes(Situation s) {
    this.s = s;
  }

  public static void create(Situation s) {
    if (!s.options.probes()) {
      return;
    }
    Probes probes = new Probes(s);
    for (Node node : s.nodes) {
      if (node.online && !node.unclean && node.discovery) {
        for (Resource r : s.resources) {
          probes.probe(r, node);
        }
      }
    }
  }

  private void probe(Resource r, Node node) {
    switch (r.variant) {
      case PRIMITIVE -> primitive(r, node);
      case GROUP -> r.children.forEach(member -> probe(member, node));
      case CLONE -> {
        if (r.unique) {
          r.children.forEach(instance -> probe(instance, node));
        } else if (!r.children.isEmpty()) {
          probe(representative(r, node), node);
        }
      }
      case BUNDLE -> bundle(r, node);
    }
  }

  private void bundle(Resource bundle, Node node) {
    for (Replica replica : s.bundles.of(bundle)) {
      if (replica.guest().equals(Optional.of(node))) {
        replica.child().ifPresent(child -> primitive(child, node));
      }
    }
    for (Resource part : bundle.children) {
      if (part.isPrimitive()) {
        primitive(part, node);
      }
    }
  }

  /** Instances that are alike need one probe on each node. */
  private static Resource representative(Resource clone, Node node) {
    Resource planned = null;
    for (Resource instance : clone.children) {
      if (instance.active.contains(node)) {
        return instance;
      }
      if (planned == null && willBeOn(instance, node)) {
        planned = instance;
      }
    }
    return planned == null ? clone.children.getFirst() : planned;
  }

  private static boolean willBeOn(Resource instance, Node node) {
    for (Resource p : instance.primitives()) {
      if (p.assigned == node) {
        return true;
      }
    }
    return false;
  }

  private void primitive(Resource r, Node node) {
    if (r.orphan || known(r, node) || !discovered(r, node) || !RemoteProbes.possible(s, r, node)) {
      return;
    }
    Action probe = s.graph.operation(r, "monitor", node);
    probe.require(Reason.of("probe", "nothing is known of " + r.base() + " on " + node + " yet"));
    probe.expectedExitCode =
        !r.active.contains(node)
            ? ExitCode.NOT_RUNNING
            : r.role == Role.PROMOTED ? ExitCode.RUNNING_PROMOTED : ExitCode.OK;
    Runnability.check(s, probe);
    s.graph.placeholder(r, "stop");
    Resource whole = r.unique ? r.cloneOf().orElse(r) : r.top();
    Effect[] effects =
        probe.runnable || whole.isActive() ? new Effect[0] : new Effect[] {Effect.NEEDS_FIRST};
    if (whole.isPrimitive()) {
      Starts.of(s, whole);
      for (Action start : whole.actions("start")) {
        s.graph.order(probe, start, effects);
      }
    } else {
      s.graph.order(probe, s.graph.milestone(whole, "start"), effects);
    }
  }

  private static boolean known(Resource r, Node node) {
    if (r.known.contains(node)) {
      return true;
    }
    @Nullable Resource clone = r.unique ? null : r.cloneOf().orElse(null);
    if (clone == null) {
      return false;
    }
    for (Resource p : clone.primitives()) {
      if (p.known.contains(node) && p.definition.id().equals(r.definition.id())) {
        return true;
      }
    }
    return false;
  }

  private static boolean discovered(Resource r, Node node) {
    Resource top = r.top();
    if (r.exclusiveDiscovery || top.exclusiveDiscovery) {
      return r.scores.allows(node.index) && r.scores.discovery(node.index) == Discovery.EXCLUSIVE;
    }
    return r.scores.discovery(node.index) != Discovery.NEVER;
  }
}
