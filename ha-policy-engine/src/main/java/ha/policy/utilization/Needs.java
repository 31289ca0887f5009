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
import java.util.List;
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
    Map<String, Long> all = new TreeMap<>();
    for (Resource other : together) {
      if (other == r || other.provisional) {
        other.utilization.forEach((kind, amount) -> all.merge(kind, amount, Needs::sum));
      }
    }
    boolean someFitsAll = false;
    Node roomiest = null;
    for (Node node : s.nodes) {
      if (node.available() && r.scores.get(node.index) >= 0) {
        someFitsAll |= Capacity.fits(node, all);
        if (roomiest == null || Capacity.compareRemaining(node, roomiest) <= 0) {
          roomiest = node;
        }
      }
    }
    Map<String, Long> needed = someFitsAll ? all : r.utilization;
    String who = someFitsAll && together.size() > 1 ? r + " with what belongs to it" : r.toString();
    for (Node node : s.nodes) {
      if (r.scores.allows(node.index) && !Capacity.fits(node, needed)) {
        r.scores.add(node.index, -Scores.INFINITY, reason(node, who, needed));
      }
    }
    return someFitsAll ? null : roomiest;
  }

  private static long sum(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  /**
   * The primitives that must be on the same node. Of another clone that is one instance; what
   * depends on a clone may be with any instance of it, so that is not counted with one.
   */
  private static Set<Resource> together(Resource r) {
    Set<Resource> seen = new LinkedHashSet<>(List.of(r));
    Deque<Resource> open = new ArrayDeque<>(seen);
    Set<Resource> primitives = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      Resource next = open.remove();
      primitives.addAll(onOneNode(next, primitives));
      for (Resource level = next; level != null; level = level.parent) {
        for (Colocation c : level.colocatedWith) {
          if (c.score() >= Scores.INFINITY && seen.add(c.primary())) {
            open.add(c.primary());
          }
        }
        for (Colocation c : level.dependents) {
          boolean unsure = next.isClone() && !c.dependent().isClone();
          if (c.score() >= Scores.INFINITY && !unsure && seen.add(c.dependent())) {
            open.add(c.dependent());
          }
        }
      }
    }
    return primitives;
  }

  private static List<Resource> onOneNode(Resource r, Set<Resource> already) {
    if (!r.isClone()) {
      return r.primitives();
    }
    boolean counted = r.primitives().stream().anyMatch(already::contains);
    return counted || r.children.isEmpty() ? List.of() : r.children.getFirst().primitives();
  }

  private static Reason reason(Node node, String who, Map<String, Long> needed) {
    return new Reason(
        "utilization",
        node + " has no room for " + who + ": " + node.capacity + " left, needs " + needed,
        Optional.empty(),
        SourcePosition.NONE,
        Optional.of(Score.MINUS_INFINITY));
  }
}
