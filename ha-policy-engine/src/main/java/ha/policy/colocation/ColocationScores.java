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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What colocations do to scores: the dependent follows a primary that has its place already, and a
 * primary listens to what its dependents wish before it gets one.
 */
public final class ColocationScores {
  /** A score that a wish has driven below zero and that later wishes leave alone. */
  private static final int GIVEN_UP = Scores.INFINITY * -100;

  private final Situation s;

  public ColocationScores(Situation s) {
    this.s = s;
  }

  // ---- the dependent follows

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
        banAll(dependent, c, "no instance of " + clone + " to pair with");
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
      keepOnly(dependent, there, c, "no instance of " + clone + " is there");
      return;
    }
    followAll(dependent, clone, c);
  }

  /**
   * A finite score counts wherever an instance is; taken together, so that their order is nothing.
   */
  private void followAll(Resource dependent, Resource clone, Colocation c) {
    if (!dependent.provisional) {
      clone.copies().forEach(instance -> followAny(dependent, instance, c));
      return;
    }
    Scores work = dependent.scores.workingCopy();
    for (Resource instance : clone.copies()) {
      Node place = placeOf(instance);
      if (place == null
          || instance.primitives().stream().anyMatch(p -> roleKeepsApart(dependent, p, c))) {
        continue;
      }
      for (Node node : s.nodes) {
        if (work.allows(node.index) && sameValue(node, place, c.attribute())) {
          work.set(node.index, Scores.sum(work.get(node.index), c.score()));
        }
      }
    }
    if (c.score() <= -Scores.INFINITY || anyAvailable(work)) {
      dependent.scores.adopt(
          work, (node, difference) -> reason(c, clone + " is there", difference.value()));
    }
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
          clone
              + " is not "
              + c.primaryRole().map(ColocationScores::word).orElse("active")
              + " there");
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
    for (Node node : s.nodes) {
      if (dependent.scores.allows(node.index) && sameValue(node, place, c.attribute())) {
        dependent.scores.add(
            node.index, c.score(), reason(c, c.primary() + " is there", c.score()));
      }
    }
  }

  private void keepOnly(Resource dependent, boolean[] there, Colocation c, String why) {
    for (Node node : s.nodes) {
      if (!there[node.index] && dependent.scores.allows(node.index)) {
        dependent.scores.add(node.index, -Scores.INFINITY, reason(c, why, -Scores.INFINITY));
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
    if (strict || anyAvailable(work)) {
      dependent.scores.adopt(
          work,
          (node, difference) ->
              reason(
                  c,
                  place == null
                      ? primary + " runs nowhere"
                      : primary + (sameNode(node, place) ? " is there" : " is on " + place),
                  difference.value()));
    }
  }

  private static boolean sameNode(int node, Node place) {
    return node == place.index;
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

  // ---- the primary listens

  /** Adds what those who depend on {@code r} wish to its scores. */
  public void listen(Resource r, boolean onlyNonNegative) {
    for (Colocation c : Colocations.dependingOn(r)) {
      if (c.influences(null)) {
        listen(r, c.dependent(), c, onlyNonNegative);
      }
    }
  }

  private void listen(Resource r, Resource dependent, Colocation c, boolean onlyNonNegative) {
    Scores work =
        wishes(
            dependent,
            r.scores,
            c.attribute(),
            c.score() / (double) Scores.INFINITY,
            onlyNonNegative,
            !onlyNonNegative,
            false);
    r.scores.adopt(
        work,
        (node, difference) -> reason(c, dependent + " wants to be with it", difference.value()));
  }

  /**
   * The table with the wishes of {@code r} and of all that depend on it (or, {@code upward}, that
   * it depends on) added.
   *
   * @param rollback give the table back unchanged if it would leave no node
   */
  public Scores wishes(
      Resource r,
      Scores table,
      String attribute,
      double factor,
      boolean onlyNonNegative,
      boolean rollback,
      boolean upward) {
    if (r.merging) {
      return table;
    }
    r.merging = true;
    try {
      if (r.isGroup() && !r.children.isEmpty()) {
        Resource member = upward ? r.children.getLast() : r.children.getFirst();
        Scores work = wishes(member, table, attribute, factor, onlyNonNegative, rollback, upward);
        boolean passedOn = r.assigning || !r.provisional;
        return passedOn
            ? work
            : settled(others(r, work, factor, onlyNonNegative, rollback, upward));
      }
      Scores work = table.workingCopy();
      addMatching(work, r, attribute, factor, onlyNonNegative);
      if (!anyAvailable(work)) {
        return rollback ? table : work;
      }
      return settled(others(r, work, factor, onlyNonNegative, rollback, upward));
    } finally {
      r.merging = false;
    }
  }

  /** A score that wishes drove below zero ends as the least above it. */
  private static Scores settled(Scores table) {
    for (int node = 0; node < table.size(); node++) {
      if (table.allows(node) && table.get(node) == GIVEN_UP) {
        table.set(node, 1);
      }
    }
    return table;
  }

  private Scores others(
      Resource r,
      Scores table,
      double factor,
      boolean onlyNonNegative,
      boolean rollback,
      boolean upward) {
    List<Colocation> list = upward ? Colocations.of(r) : Colocations.dependingOn(r);
    Scores work = table;
    for (Colocation c : list) {
      if (upward || c.influences(null)) {
        work =
            wishes(
                upward ? c.primary() : c.dependent(),
                work,
                c.attribute(),
                (factor < 0 ? -1.0 : 1.0) * c.score() / Scores.INFINITY,
                onlyNonNegative,
                rollback,
                upward);
      }
    }
    return work;
  }

  private void addMatching(
      Scores work, Resource r, String attribute, double factor, boolean onlyNonNegative) {
    for (Node node : s.nodes) {
      if (!work.allows(node.index)) {
        continue;
      }
      int score = bestMatching(r, node, attribute);
      int before = work.get(node.index);
      if ((factor < 0 && score < 0) || before == GIVEN_UP) {
        continue;
      }
      int delta = scaled(factor, score);
      int after = Scores.sum(before, delta);
      if (onlyNonNegative && after < 0 && before > 0) {
        work.set(node.index, GIVEN_UP);
      } else if (!(onlyNonNegative && after < 0 && before == 0)) {
        work.set(node.index, after);
      }
    }
  }

  /** The product; but a wish, however weak, counts for something. */
  private static int scaled(double factor, int score) {
    double product = factor * score;
    int rounded = (int) Math.round(Math.abs(product));
    int atLeast = score == 0 || factor == 0 ? rounded : Math.max(1, rounded);
    return product < 0 ? -atLeast : atLeast;
  }

  private int bestMatching(Resource r, Node node, String attribute) {
    if (attribute.equals(Colocation.NODE_NAME)) {
      return node.available() ? r.scores.get(node.index) : -Scores.INFINITY;
    }
    int best = -Scores.INFINITY;
    for (Node other : s.nodes) {
      if (other.available() && sameValue(node, other, attribute)) {
        best = Math.max(best, r.scores.get(other.index));
      }
    }
    return best;
  }

  // ---- shared

  /** Whether a resource could run somewhere with these scores. */
  public boolean anyAvailable(Scores scores) {
    for (Node node : s.nodes) {
      if (scores.allows(node.index) && scores.get(node.index) >= 0 && node.available()) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameValue(Node a, Node b, String attribute) {
    if (a == b) {
      return true;
    }
    @Nullable String value = a.attributes.get(attribute);
    return value != null && value.equals(b.attributes.get(attribute));
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

  private static Reason reason(Colocation c, String why, int score) {
    String name = c.kind().equals("group") ? "group " + c.id() : "colocation " + c.id();
    return new Reason(
        c.kind().equals("group") ? "group" : "colocation",
        name + ": " + why,
        Optional.of(c.id()),
        c.position(),
        Optional.of(Score.of(score)));
  }
}
