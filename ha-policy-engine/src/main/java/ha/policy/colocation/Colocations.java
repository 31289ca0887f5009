package ha.policy.colocation;

import ha.policy.situation.Colocation;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which colocations bear on a resource when it is placed, in the order in which they count. Those
 * of a group or clone pass to its parts when these are placed. Of several with the same resource
 * the one defined last counts first.
 */
public final class Colocations {
  private static final Comparator<Colocation> BY_PRIMARY =
      Comparator.comparingInt((Colocation c) -> -c.primary().priority)
          .thenComparingInt(c -> -rank(c.primary()))
          .thenComparing(c -> c.primary().id.value());
  private static final Comparator<Colocation> BY_DEPENDENT =
      Comparator.comparingInt((Colocation c) -> -c.dependent().priority)
          .thenComparingInt(c -> -rank(c.dependent()))
          .thenComparing(c -> c.dependent().id.value());

  private Colocations() {}

  private static int rank(Resource r) {
    return switch (r.variant) {
      case PRIMITIVE -> 0;
      case GROUP -> 1;
      case CLONE -> r.promotable ? 3 : 2;
      case BUNDLE -> 4;
    };
  }

  /**
   * Those in which the resource is the dependent. A group's count for its first member; the strict
   * ones for all, in case the first is left where it is.
   */
  public static List<Colocation> of(Resource r) {
    List<Colocation> list = new ArrayList<>(r.colocatedWith);
    Resource below = r;
    boolean leads = true;
    for (Resource up = r.parent; up != null && leads; up = up.parent) {
      if (up.isGroup()) {
        boolean counts = up.assigning || !up.provisional;
        leads = up.children.getFirst() == below && counts;
        for (Colocation c : up.colocatedWith) {
          if (leads || (counts && c.score() >= Scores.INFINITY)) {
            list.add(c);
          }
        }
      } else if (up.isBundle() && below.instance < 0) {
        leads = false;
      } else if (below.assigning || !below.provisional) {
        addShared(list, up, up.colocatedWith);
      }
      below = up;
    }
    list.sort(BY_PRIMARY);
    return list;
  }

  /** Those in which others depend on the resource. A group's count for its last member. */
  public static List<Colocation> dependingOn(Resource r) {
    List<Colocation> list = new ArrayList<>(r.dependents);
    Resource below = r;
    boolean ends = true;
    for (Resource up = r.parent; up != null && ends; up = up.parent) {
      if (up.isGroup()) {
        ends = up.children.getLast() == below && (up.assigning || !up.provisional);
        if (ends) {
          list.addAll(up.dependents);
        }
      } else if (up.isBundle() && below.instance < 0) {
        ends = false;
      } else if (below.assigning || !below.provisional) {
        Resource clone = up;
        up.dependents.stream().filter(c -> clone.fewerThanNodes).forEach(list::add);
      }
      below = up;
    }
    list.sort(BY_DEPENDENT);
    return list;
  }

  /** While a clone has an instance for every node, only strict colocations bear on instances. */
  private static void addShared(List<Colocation> list, Resource clone, List<Colocation> shared) {
    for (Colocation c : shared) {
      if (clone.fewerThanNodes || c.score() < 0 || c.score() >= Scores.INFINITY) {
        list.add(c);
      }
    }
  }
}
