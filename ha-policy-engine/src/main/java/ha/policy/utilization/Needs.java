package ha.policy.utilization;

import ha.model.Score;
import ha.model.definition.SourcePosition;
import ha.model.plan.Reason;
import ha.policy.situation.Colocation;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps resources off nodes that have no room for them; where some node has room for all that must
 * be together, off those that have not.
 */
public final class Needs {
  private Needs() {}

  /**
   * Bans where there is too little room. The node with the most room is returned if none has room
   * for all that must be together: as much of it as possible shall run.
   */
  public static @Nullable Node banWhereTooMuch(Situation s, Resource r) {
    Set<Resource> together = together(r);
    Map<String, Integer> all = new TreeMap<>();
    for (Resource other : together) {
      if (other == r || other.provisional) {
        other.utilization.forEach((kind, amount) -> all.merge(kind, amount, Integer::sum));
      }
    }
    boolean someFitsAll = false;
    Node roomiest = null;
    for (Node node : s.nodes) {
      if (node.available() && r.scores.get(node.index) >= 0) {
        someFitsAll |= Capacity.fits(node, all);
        if (roomiest == null || Capacity.compareRemaining(node, roomiest) < 0) {
          roomiest = node;
        }
      }
    }
    Map<String, Integer> needed = someFitsAll ? all : r.utilization;
    String who = someFitsAll && together.size() > 1 ? r + " with what belongs to it" : r.toString();
    for (Node node : s.nodes) {
      if (r.scores.allows(node.index) && !Capacity.fits(node, needed)) {
        r.scores.add(node.index, -Scores.INFINITY, reason(node, who, needed));
      }
    }
    return someFitsAll ? null : roomiest;
  }

  /** What must be on the same node, clones aside. */
  private static Set<Resource> together(Resource r) {
    Set<Resource> found = new LinkedHashSet<>();
    Deque<Resource> open = new ArrayDeque<>();
    open.add(r);
    while (!open.isEmpty()) {
      Resource next = open.remove();
      if (next.isClone()) {
        continue;
      }
      if (!next.isPrimitive()) {
        next.children.stream().filter(c -> !found.contains(c)).forEach(open::add);
      } else if (!found.add(next)) {
        continue;
      }
      for (Resource level = next; level != null && !level.isClone(); level = level.parent) {
        for (Colocation c : level.colocatedWith) {
          if (c.score() >= Scores.INFINITY && !seen(found, c.primary())) {
            open.add(c.primary());
          }
        }
        for (Colocation c : level.dependents) {
          if (c.score() >= Scores.INFINITY && !seen(found, c.dependent())) {
            open.add(c.dependent());
          }
        }
      }
    }
    return found;
  }

  private static boolean seen(Set<Resource> found, Resource r) {
    return r.isClone() || found.containsAll(r.primitives());
  }

  private static Reason reason(Node node, String who, Map<String, Integer> needed) {
    return new Reason(
        "utilization",
        node + " has no room for " + who + ": " + node.capacity + " left, needs " + needed,
        Optional.empty(),
        SourcePosition.NONE,
        Optional.of(Score.MINUS_INFINITY));
  }
}
