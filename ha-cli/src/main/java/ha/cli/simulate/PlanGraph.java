package ha.cli.simulate;

import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What is done and what waits for what, without the points at which nothing is done and without
 * waits that follow from others.
 */
final class PlanGraph {
  /** Beyond that, waits that follow from others are kept: finding them takes time squared. */
  private static final int REDUCED_UP_TO = 20_000;

  private static final int[] NONE = {};

  private final List<PlannedAction> actions = new ArrayList<>();
  private final List<int[]> before = new ArrayList<>();
  private final List<PlannedAction> circles = new ArrayList<>();
  private final int[] depth;

  private PlanGraph(Plan plan) {
    int size = plan.actions().size();
    int[] waits = new int[size];
    int[] followers = new int[size];
    for (Plan.Ordering order : plan.orders()) {
      waits[order.after()]++;
      followers[order.before()]++;
    }
    int[][] predecessors = rooms(waits);
    int[][] successors = rooms(followers);
    for (Plan.Ordering order : plan.orders()) {
      predecessors[order.after()][--waits[order.after()]] = order.before();
      successors[order.before()][--followers[order.before()]] = order.after();
    }
    contract(plan, topological(plan, predecessors, successors), predecessors);
    depth = new int[actions.size()];
    for (int i = 0; i < depth.length; i++) {
      for (int b : before.get(i)) {
        depth[i] = Math.max(depth[i], depth[b] + 1);
      }
    }
  }

  private static int[][] rooms(int[] sizes) {
    int[][] rooms = new int[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      rooms[i] = sizes[i] == 0 ? NONE : new int[sizes[i]];
    }
    return rooms;
  }

  static PlanGraph of(Plan plan) {
    return new PlanGraph(plan);
  }

  /** Everything that is done; each after all that it waits for. */
  List<PlannedAction> actions() {
    return actions;
  }

  /** Actions at which waits go round in a circle: a bug in the plan; these waits are left out. */
  List<PlannedAction> circles() {
    return circles;
  }

  /** What the action with this index waits for, in ascending order; not to be changed. */
  int[] before(int index) {
    return before.get(index);
  }

  /** How many others are in a row before it. */
  int depth(int index) {
    return depth[index];
  }

  /** Indices so that each comes after its predecessors, otherwise as in the plan. */
  private int[] topological(Plan plan, int[][] predecessors, int[][] successors) {
    int size = predecessors.length;
    int[] missing = new int[size];
    BitSet ready = new BitSet(size);
    for (int i = 0; i < size; i++) {
      missing[i] = predecessors[i].length;
      ready.set(i, missing[i] == 0);
    }
    int[] order = new int[size];
    BitSet done = new BitSet(size);
    int next = 0; // nothing that is less is ready
    for (int placed = 0; placed < size; placed++) {
      next = ready.nextSetBit(next);
      if (next < 0) {
        next = done.nextClearBit(0);
        circles.add(plan.actions().get(next));
      }
      ready.clear(next);
      done.set(next);
      order[placed] = next;
      int least = next;
      for (int after : successors[next]) {
        if (--missing[after] == 0 && !done.get(after)) {
          ready.set(after);
          least = Math.min(least, after);
        }
      }
      next = least;
    }
    return order;
  }

  /** Fills {@link #actions} and {@link #before}: the direct waits, through points of no action. */
  private void contract(Plan plan, int[] order, int[][] predecessors) {
    int[][] direct = new int[order.length][]; // nothing where waits go round in a circle
    Arrays.fill(direct, NONE);
    boolean reduce = order.length <= REDUCED_UP_TO;
    Reduction reduction = new Reduction(order.length);
    for (int index : order) {
      int[] waits = together(predecessors[index], direct);
      if (plan.actions().get(index) instanceof PlannedAction.Milestone) {
        direct[index] = waits;
        continue;
      }
      direct[index] = new int[] {actions.size()};
      before.add(reduce ? reduction.of(waits) : waits);
      actions.add(plan.actions().get(index));
    }
  }

  /** What the rows with these indices hold, ascending and each once; the rows are ascending. */
  static int[] together(int[] indices, int[][] rows) {
    int size = 0;
    int[] longest = NONE;
    for (int index : indices) {
      size += rows[index].length;
      longest = rows[index].length > longest.length ? rows[index] : longest;
    }
    if (size == longest.length) {
      return longest;
    }
    int[] all = new int[size];
    int end = 0;
    for (int index : indices) {
      System.arraycopy(rows[index], 0, all, end, rows[index].length);
      end += rows[index].length;
    }
    Arrays.sort(all);
    int kept = 1;
    for (int i = 1; i < size; i++) {
      if (all[i] != all[i - 1]) {
        all[kept++] = all[i];
      }
    }
    return kept == size ? all : Arrays.copyOf(all, kept);
  }

  /** Leaves out waits that follow from others. */
  private final class Reduction {
    /** At which search an action was reached last. */
    private final int[] reached;

    private int searches;
    private int[] open = new int[16];

    Reduction(int size) {
      reached = new int[size];
    }

    int[] of(int[] waits) {
      if (waits.length < 2) {
        return waits;
      }
      searches++;
      int[] kept = new int[waits.length];
      int first = waits.length;
      for (int i = waits.length - 1; i >= 0; i--) {
        if (reached[waits[i]] != searches) {
          kept[--first] = waits[i];
          search(waits[i], waits[0]);
        }
      }
      return Arrays.copyOfRange(kept, first, kept.length);
    }

    /** Marks what is waited for by way of {@code from}, as far back as {@code least}. */
    private void search(int from, int least) {
      int size = 0;
      open[size++] = from;
      while (size > 0) {
        for (int b : before.get(open[--size])) {
          if (b >= least && reached[b] != searches) {
            reached[b] = searches;
            if (size == open.length) {
              open = Arrays.copyOf(open, 2 * size);
            }
            open[size++] = b;
          }
        }
      }
    }
  }
}
