package ha.policy.colocation;

import ha.policy.situation.Colocation;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.List;

/** What others wish who must be with a resource, or apart from it, before that gets its place. */
public final class Wishes {
  /** A score that a wish has driven below zero and that later wishes leave alone. */
  private static final int GIVEN_UP = Scores.INFINITY * -100;

  private final Situation s;

  public Wishes(Situation s) {
    this.s = s;
  }

  /** Adds what those who depend on {@code r} wish to its scores; none of them may leave no node. */
  public void listen(Resource r, boolean onlyNonNegative) {
    for (Colocation c : Colocations.dependingOn(r)) {
      if (c.influences()) {
        listen(r, c.dependent(), c, onlyNonNegative);
      }
    }
  }

  private void listen(Resource r, Resource dependent, Colocation c, boolean onlyNonNegative) {
    Scores work =
        add(
            dependent,
            r.scores,
            c.attribute(),
            c.score() / (double) Scores.INFINITY,
            onlyNonNegative,
            true,
            false);
    r.scores.adopt(
        work,
        (node, difference) ->
            ColocationScores.reason(c, Saying.WISH.of(dependent), difference.value()));
  }

  /**
   * The table with the wishes of {@code r} and of all that depend on it (or, {@code upward}, that
   * it depends on) added.
   *
   * @param rollback give the table back unchanged if it would leave no node
   */
  public Scores add(
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
        return add(member, table, attribute, factor, onlyNonNegative, rollback, upward);
      }
      Scores work = table.workingCopy();
      addMatching(work, r, attribute, factor, onlyNonNegative);
      if (!ColocationScores.anyAvailable(s, work)) {
        return rollback ? table : work;
      }
      return settled(others(r, work, factor, onlyNonNegative, rollback, upward));
    } finally {
      r.merging = false;
    }
  }

  /** The resource's own scores with the wishes of all that it depends on: how it is ranked. */
  public Scores ranking(Resource r) {
    r.merging = true;
    try {
      boolean group = r.isGroup() && !r.children.isEmpty();
      Scores own = group ? ranking(r.children.getLast()) : r.scores.workingCopy();
      return group || ColocationScores.anyAvailable(s, own)
          ? settled(others(r, own, 1, false, false, true))
          : own;
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
      if (upward || c.influences()) {
        work =
            add(
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

  /**
   * The product. What is too little to count counts as one, for a colocation that draws together;
   * even a dislike does (measured with 2.1.5).
   */
  private static int scaled(double factor, int score) {
    double product = factor * score;
    int rounded = (int) Math.round(Math.abs(product));
    if (rounded == 0 && score != 0 && factor != 0) {
      return factor > 0 ? 1 : -1;
    }
    return product < 0 ? -rounded : rounded;
  }

  private int bestMatching(Resource r, Node node, String attribute) {
    if (attribute.equals(Colocation.NODE_NAME)) {
      return node.available() ? r.scores.get(node.index) : -Scores.INFINITY;
    }
    int best = -Scores.INFINITY;
    for (Node other : s.nodes) {
      if (other.available() && ColocationScores.sameValue(node, other, attribute)) {
        best = Math.max(best, r.scores.get(other.index));
      }
    }
    return best;
  }
}
