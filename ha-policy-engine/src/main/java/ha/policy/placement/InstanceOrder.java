package ha.policy.placement;

import ha.policy.colocation.Colocations;
import ha.policy.colocation.Wishes;
import ha.policy.situation.Colocation;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which instance of a clone gets a place first: those that run well, then those that run badly,
 * then those that do not run.
 */
final class InstanceOrder implements Comparator<Resource> {
  private final Situation s;
  private final Resource clone;
  private final Wishes wishes;
  private final Map<Node, Integer> pull = new LinkedHashMap<>();

  InstanceOrder(Situation s, Resource clone, Wishes wishes) {
    this.s = s;
    this.clone = clone;
    this.wishes = wishes;
  }

  @Override
  public int compare(Resource a, Resource b) {
    int activeA = a.active.size();
    int activeB = b.active.size();
    if (activeA > 0 && activeB > 0 && activeA != activeB) {
      return Integer.compare(activeA, activeB);
    }
    @Nullable Node nodeA = home(a);
    @Nullable Node nodeB = home(b);
    boolean lostA = activeA > 0 && nodeA == null;
    boolean lostB = activeB > 0 && nodeB == null;
    if (lostA != lostB) {
      return lostA ? 1 : -1;
    }
    int order = Integer.compare(b.priority, a.priority);
    if (order != 0) {
      return order;
    }
    order = Boolean.compare(usable(nodeB), usable(nodeA));
    if (order != 0) {
      return order;
    }
    if (nodeA != null && nodeB != null && usable(nodeA)) {
      order = compareActive(a, nodeA, b, nodeB);
      if (order != 0) {
        return order;
      }
    }
    order = compareScores(a, b);
    if (order != 0) {
      return order;
    }
    order = Boolean.compare(reachable(nodeB), reachable(nodeA));
    return order != 0 ? order : Integer.compare(a.instance, b.instance);
  }

  private static boolean usable(@Nullable Node node) {
    return node != null && node.available();
  }

  private static boolean reachable(@Nullable Node node) {
    return node != null && !node.unclean;
  }

  /** The one that is wanted more where it is wanted most. */
  private int compareScores(Resource a, Resource b) {
    return Integer.compare(best(b), best(a));
  }

  /**
   * The node where an instance runs and may stay: it may want that more than the clone does not.
   */
  private @Nullable Node home(Resource instance) {
    Node node = instance.current();
    return node == null
            || instance.scores.get(node.index) < 0
            || clone.scores.get(node.index) <= -Scores.INFINITY
        ? null
        : node;
  }

  private int compareActive(Resource a, Node nodeA, Resource b, Node nodeB) {
    int order = Boolean.compare(clone.scores.allows(nodeB.index), clone.scores.allows(nodeA.index));
    if (order != 0) {
      return order;
    }
    order = Integer.compare(clone.instancesOn[nodeA.index], clone.instancesOn[nodeB.index]);
    if (order != 0) {
      return order;
    }
    order = Boolean.compare(failed(a), failed(b));
    if (order != 0) {
      return order;
    }
    return Integer.compare(pull(b, nodeB), pull(a, nodeA));
  }

  private int best(Resource instance) {
    int best = -Scores.INFINITY;
    for (Node node : s.nodes) {
      if (instance.scores.allows(node.index) && node.available()) {
        best = Math.max(best, instance.scores.get(node.index));
      }
    }
    return best;
  }

  private static boolean failed(Resource r) {
    return r.primitives().stream().anyMatch(p -> p.failed);
  }

  /** How strongly colocations and the instance's own scores draw it to where it is. */
  private int pull(Resource instance, Node node) {
    int shared =
        pull.computeIfAbsent(
            node,
            n -> {
              Scores table = new Scores(s.nodes.size());
              for (Node any : s.nodes) {
                table.allow(any.index);
              }
              for (Colocation c : Colocations.of(clone)) {
                table = wishes(table, c.primary(), c, true);
              }
              for (Colocation c : Colocations.dependingOn(clone)) {
                if (c.influences()) {
                  table = wishes(table, c.dependent(), c, false);
                }
              }
              return table.get(n.index);
            });
    return Scores.sum(shared, instance.scores.get(node.index));
  }

  private Scores wishes(Scores table, Resource other, Colocation c, boolean upward) {
    return wishes.add(
        other, table, c.attribute(), c.score() / (double) Scores.INFINITY, !upward, false, upward);
  }
}
