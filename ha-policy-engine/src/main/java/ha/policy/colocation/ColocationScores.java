package ha.policy.colocation;

import ha.model.Role;
import ha.model.Score;
import ha.model.plan.Reason;
import ha.policy.situation.Colocation;
import ha.policy.situation.Node;
import ha.policy.situation.Replica;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What colocations do to the scores of a dependent whose primary has its place already. */
public final class ColocationScores {
  private final Situation s;

  public ColocationScores(Situation s) {
    this.s = s;
  }

  /** Adjusts the dependent's scores (or, if it is placed, its wish to be promoted). */
  public void follow(Resource dependent, Resource primary, Colocation c) {
    switch (dependent.variant) {
      case PRIMITIVE -> followAny(dependent, primary, c);
      case GROUP -> {
        if (!dependent.children.isEmpty()) {
          follow(dependent.children.getFirst(), primary, c);
        }
      }
      case CLONE, BUNDLE -> {}
    }
  }

  private void followAny(Resource dependent, Resource primary, Colocation c) {
    switch (primary.variant) {
      case PRIMITIVE -> followPrimitive(dependent, primary, c);
      case GROUP -> {
        if (!primary.provisional && !primary.children.isEmpty()) {
          boolean strict = c.score() >= Scores.INFINITY;
          followAny(
              dependent, strict ? primary.children.getLast() : primary.children.getFirst(), c);
        }
      }
      case CLONE, BUNDLE -> followClone(dependent, primary, c);
    }
  }

  private void followClone(Resource dependent, Resource clone, Colocation c) {
    if (clone.provisional) {
      return;
    }
    boolean promoted = c.primaryRole().isPresent() && clone.promotable;
    if (promoted
        && !dependent.provisional
        && c.dependentRole().equals(Optional.of(Role.PROMOTED))) {
      promotedTogether(dependent, clone, c);
      return;
    }
    if (promoted && dependent.provisional) {
      followPromoted(dependent, clone, c);
      return;
    }
    boolean pairs =
        dependent.cloneOf().map(d -> d.interleave && d != clone).orElse(false)
            && c.dependent().isMultiple()
            && c.score() > 0;
    if (pairs) {
      Resource partner = Pairing.byWishes(s, dependent, clone, Optional.empty());
      if (partner != null) {
        followAny(dependent, partner, c);
      } else if (c.score() >= Scores.INFINITY) {
        banAll(dependent, c, Saying.NO_INSTANCE.of(clone) + " to pair with");
      }
      return;
    }
    if (c.score() >= Scores.INFINITY) {
      boolean[] there = new boolean[s.nodes.size()];
      for (Resource instance : clone.copies()) {
        Node node = placeOf(instance);
        if (node != null && instance.primitives().stream().noneMatch(p -> p.blocked)) {
          there[node.index] = true;
        }
      }
      keepOnly(dependent, there, c, Saying.NO_INSTANCE.of(clone) + " is there");
      return;
    }
    followEach(dependent, clone, c);
  }

  /**
   * A finite score counts wherever an instance is, one by one, until it would leave no node. In the
   * order of the nodes: which instance has which number may differ from plan to plan.
   */
  private void followEach(Resource dependent, Resource clone, Colocation c) {
    List<Resource> instances = new ArrayList<>(clone.copies());
    instances.sort(Comparator.comparingInt(ColocationScores::placeIndex));
    instances.forEach(instance -> followAny(dependent, instance, c));
  }

  private static int placeIndex(Resource instance) {
    Node place = placeOf(instance);
    return place == null ? Integer.MAX_VALUE : place.index;
  }

  private void promotedTogether(Resource dependent, Resource clone, Colocation c) {
    Node place = dependent.assigned;
    boolean together =
        place != null
            && clone.copies().stream()
                .anyMatch(i ->
                    placeOf(i) == place && c.primaryRole().map(roleOf(i)::equals).orElse(true));
    if (together) {
      dependent.promotionPriority = Scores.sum(dependent.promotionPriority, c.score());
    } else if (c.score() >= Scores.INFINITY) {
      dependent.promotionPriority = -Scores.INFINITY;
    }
  }

  private void followPromoted(Resource dependent, Resource clone, Colocation c) {
    boolean[] there = new boolean[s.nodes.size()];
    for (Resource instance : clone.copies()) {
      Node node = placeOf(instance);
      if (node != null && c.primaryRole().map(roleOf(instance)::equals).orElse(true)) {
        there[node.index] = true;
        if (c.score() < Scores.INFINITY) {
          addWhereAlike(dependent, node, c);
        }
      }
    }
    if (c.score() >= Scores.INFINITY && !c.dependentRole().equals(Optional.of(Role.PROMOTED))) {
      keepOnly(
          dependent,
          alike(there, c.attribute()),
          c,
          Saying.notInRole(clone, c.primaryRole().map(ColocationScores::word).orElse("active")));
    }
  }

  /** The role to come; of a bundle's container that of the child in it. */
  private Role roleOf(Resource copy) {
    return s.bundles
        .ofContainer(copy)
        .flatMap(Replica::child)
        .map(Resource::plannedRole)
        .orElseGet(copy::plannedRole);
  }

  private static String word(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Nodes that share the attribute's value with one of those marked. */
  private boolean[] alike(boolean[] marked, String attribute) {
    if (attribute.equals(Colocation.NODE_NAME)) {
      return marked;
    }
    boolean[] all = new boolean[marked.length];
    for (Node node : s.nodes) {
      for (Node other : s.nodes) {
        if (marked[other.index] && sameValue(node, other, attribute)) {
          all[node.index] = true;
        }
      }
    }
    return all;
  }

  private void addWhereAlike(Resource dependent, Node place, Colocation c) {
    Reason reason = reason(c, Saying.THERE.of(c.primary()), c.score());
    for (Node node : s.nodes) {
      if (dependent.scores.allows(node.index) && sameValue(node, place, c.attribute())) {
        dependent.scores.add(node.index, c.score(), reason);
      }
    }
  }

  private void keepOnly(Resource dependent, boolean[] there, Colocation c, String why) {
    Reason reason = reason(c, why, -Scores.INFINITY);
    for (Node node : s.nodes) {
      if (!there[node.index] && dependent.scores.allows(node.index)) {
        dependent.scores.add(node.index, -Scores.INFINITY, reason);
      }
    }
  }

  private void banAll(Resource dependent, Colocation c, String why) {
    keepOnly(dependent, new boolean[s.nodes.size()], c, why);
  }

  private void followPrimitive(Resource dependent, Resource primary, Colocation c) {
    if (!dependent.provisional) {
      followInRole(dependent, primary, c);
      return;
    }
    if (primary.provisional || roleKeepsApart(dependent, primary, c)) {
      return;
    }
    Node place = primary.assigned;
    if (place == null && c.score() < 0) {
      return;
    }
    Scores work = dependent.scores.workingCopy();
    for (Node node : s.nodes) {
      if (!work.allows(node.index)) {
        continue;
      }
      int score = work.get(node.index);
      if (place == null) {
        work.set(node.index, Scores.sum(score, -c.score()));
      } else if (sameValue(node, place, c.attribute())) {
        if (c.score() < Scores.INFINITY) {
          work.set(node.index, Scores.sum(score, c.score()));
        }
      } else if (c.score() >= Scores.INFINITY) {
        work.set(node.index, -Scores.INFINITY);
      }
    }
    boolean strict = c.score() >= Scores.INFINITY || c.score() <= -Scores.INFINITY;
    if (strict || anyAvailable(s, work)) {
      String elsewhere =
          place == null ? Saying.NOWHERE.of(primary) : Saying.ELSEWHERE.of(primary) + place;
      Reason ban = reason(c, elsewhere, -Scores.INFINITY); // what most nodes get
      dependent.scores.adopt(
          work,
          (node, difference) ->
              place != null && node == place.index
                  ? reason(c, Saying.THERE.of(primary), difference.value())
                  : difference.value() == -Scores.INFINITY
                      ? ban
                      : reason(c, elsewhere, difference.value()));
    }
  }

  private static boolean roleKeepsApart(Resource dependent, Resource primary, Colocation c) {
    boolean dependentDiffers =
        c.dependentRole().isPresent() && !c.dependentRole().equals(dependent.nextRole);
    boolean primaryDiffers =
        c.primaryRole().isPresent() && !c.primaryRole().equals(primary.nextRole);
    if (c.score() > 0) {
      return dependentDiffers || primaryDiffers;
    }
    boolean dependentSame = c.dependentRole().isPresent() && !dependentDiffers;
    boolean primarySame = c.primaryRole().isPresent() && !primaryDiffers;
    return dependentSame || primarySame;
  }

  /** The dependent has its place; only whether it is promoted is open. */
  private void followInRole(Resource dependent, Resource primary, Colocation c) {
    Node mine = dependent.assigned;
    Node other = primary.assigned;
    if (mine == null || other == null || !dependent.inPromotable()) {
      return;
    }
    if (!sameValue(mine, other, c.attribute())) {
      if (c.score() >= Scores.INFINITY && c.dependentRole().equals(Optional.of(Role.PROMOTED))) {
        dependent.promotionPriority = -Scores.INFINITY;
      }
      return;
    }
    if (c.primaryRole().isPresent() && !c.primaryRole().equals(primary.nextRole)) {
      return;
    }
    int sign = c.dependentRole().equals(Optional.of(Role.UNPROMOTED)) ? -1 : 1;
    dependent.promotionPriority = Scores.sum(dependent.promotionPriority, sign * c.score());
  }

  /** Whether a resource could run somewhere with these scores. */
  public static boolean anyAvailable(Situation s, Scores scores) {
    for (Node node : s.nodes) {
      if (scores.allows(node.index) && scores.get(node.index) >= 0 && node.available()) {
        return true;
      }
    }
    return false;
  }

  /** Whether nodes are alike; where none has a value, they are (measured with 2.1.5). */
  static boolean sameValue(Node a, Node b, String attribute) {
    return a == b
        || (!attribute.equals(Colocation.NODE_NAME)
            && Objects.equals(a.attributes.get(attribute), b.attributes.get(attribute)));
  }

  /** Where a resource will be: of a group where its first placed member will be. */
  public static @Nullable Node placeOf(Resource r) {
    if (r.isPrimitive()) {
      return r.assigned;
    }
    for (Resource child : r.children) {
      Node place = placeOf(child);
      if (place != null) {
        return place;
      }
    }
    return null;
  }

  static Reason reason(Colocation c, String why, int score) {
    String name = c.kind().equals("group") ? "group " + c.id() : "colocation " + c.id();
    return new Reason(
        c.kind().equals("group") ? "group" : "colocation",
        name + ": " + why,
        Optional.of(c.id()),
        c.position(),
        Optional.of(Score.of(score)));
  }
}
