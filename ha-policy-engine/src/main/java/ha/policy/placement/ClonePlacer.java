package ha.policy.placement;

import ha.policy.colocation.Wishes;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spreads a clone's instances over the nodes: those that run stay, the others fill up. */
final class ClonePlacer {
  private final Situation s;
  private final Placer placer;
  private final Wishes wishes;

  ClonePlacer(Situation s, Placer placer, Wishes wishes) {
    this.s = s;
    this.placer = placer;
    this.wishes = wishes;
  }

  void distribute(Resource clone) {
    int available = 0;
    for (Node node : s.nodes) {
      clone.instancesOn[node.index] = 0;
      if (clone.scores.allows(node.index) && node.available()) {
        available++;
      }
    }
    clone.fewerThanNodes = clone.cloneMax < available;
    int fairShare = available == 0 ? 1 : Math.max(1, clone.cloneMax / available);
    List<Resource> instances = new ArrayList<>(clone.copies());
    instances.sort(new InstanceOrder(s, clone, wishes));
    List<Resource> stuck = instances.stream().filter(ClonePlacer::stuck).toList();

    int placed = 0;
    for (Resource instance : instances) {
      Node home = placed < clone.cloneMax ? home(clone, instance, fairShare) : null;
      if (home != null && placeInstance(clone, instance, home, stuck) != null) {
        placed += counts(instance);
      }
    }
    for (Resource instance : instances) {
      if (!instance.provisional) {
        continue;
      }
      if (placed >= clone.cloneMax) {
        ban(instance, "clone-max", clone + " has its " + clone.cloneMax + " instances already");
      }
      if (placeInstance(clone, instance, null, stuck) != null) {
        placed += counts(instance);
      }
    }
  }

  /** One too many that is left alone takes nobody's place; one that could not be stopped does. */
  private static int counts(Resource instance) {
    return instance.orphan && instance.primitives().stream().noneMatch(p -> p.blocked) ? 0 : 1;
  }

  /** Part of it is where it is, whatever is decided: it could not be stopped, or may not be. */
  private static boolean stuck(Resource instance) {
    return counts(instance) > 0
        && instance.primitives().stream().anyMatch(p -> !p.managed && p.isActive());
  }

  /** The node where an instance runs and may stay. */
  private static @Nullable Node home(Resource clone, Resource instance, int fairShare) {
    Node node = instance.current();
    boolean sound =
        node != null
            && instance.provisional
            && instance.primitives().stream().noneMatch(p -> p.failed)
            && node.available();
    if (!sound || node == null) {
      return null;
    }
    boolean room = clone.scores.get(node.index) >= 0 && clone.instancesOn[node.index] < fairShare;
    return room ? node : null;
  }

  private @Nullable Node placeInstance(
      Resource clone, Resource instance, @Nullable Node home, List<Resource> stuck) {
    if (!instance.provisional || instance.assigning) {
      return null;
    }
    if (home != null && instance.scores.get(home.index) < 0) {
      return null;
    }
    for (Node node : s.nodes) {
      String obstacle = obstacle(clone, instance, node, stuck);
      if (obstacle != null) {
        ban(instance, node, obstacle);
      }
    }
    List<Scores> before = home == null ? List.of() : save(instance);
    Node chosen = placer.place(instance, home);
    if (home != null && chosen != null && chosen != home) {
      placer.unplace(instance);
      restore(instance, before);
      return null;
    }
    if (chosen != null) {
      clone.instancesOn[chosen.index] += counts(instance);
    }
    return chosen;
  }

  private static @Nullable String obstacle(
      Resource clone, Resource instance, Node node, List<Resource> stuck) {
    if (instance.orphan) {
      return instance + " is more than the " + clone.cloneMax + " instances wanted";
    }
    if (!node.available()) {
      return "";
    }
    if (clone.scores.get(node.index) < 0) {
      return clone + " may not run on " + node;
    }
    boolean full =
        clone.instancesOn[node.index] + held(instance, node, stuck) >= clone.cloneNodeMax;
    return full
        ? node + " has its " + clone.cloneNodeMax + " instances of " + clone + " already"
        : null;
  }

  /** How many of those that are not placed yet hold their room on the node against a newcomer. */
  private static int held(Resource instance, Node node, List<Resource> stuck) {
    if (stuck.isEmpty() || instance.active.contains(node)) {
      return 0;
    }
    int held = 0;
    for (Resource other : stuck) {
      if (other != instance && other.provisional && other.active.contains(node)) {
        held++;
      }
    }
    return held;
  }

  private void ban(Resource instance, String rule, String why) {
    for (Node node : s.nodes) {
      instance.scores.add(node.index, -Scores.INFINITY, Placer.banned(rule, why));
    }
    for (Resource child : instance.children) {
      ban(child, rule, why);
    }
  }

  private void ban(Resource instance, Node node, String why) {
    if (instance.scores.allows(node.index) && instance.scores.get(node.index) > -Scores.INFINITY) {
      instance.scores.add(
          node.index,
          -Scores.INFINITY,
          Placer.banned(
              "clone", why.isEmpty() ? node.unavailability().orElse("node unavailable") : why));
    }
    for (Resource child : instance.children) {
      ban(child, node, why);
    }
  }

  private static List<Scores> save(Resource instance) {
    List<Scores> saved = new ArrayList<>();
    saved.add(instance.scores.copy());
    for (Resource child : instance.children) {
      saved.add(child.scores.copy());
    }
    return saved;
  }

  private static void restore(Resource instance, List<Scores> saved) {
    instance.scores.restore(saved.getFirst());
    for (int i = 0; i < instance.children.size(); i++) {
      instance.children.get(i).scores.restore(saved.get(i + 1));
    }
  }
}
