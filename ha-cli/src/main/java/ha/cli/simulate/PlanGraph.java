package ha.cli.simulate;

import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done and what waits for what, without the points at which nothing is done and without
 * waits that follow from others.
 */
final class PlanGraph {
  /** Beyond that, waits that follow from others are kept: finding them takes memory squared. */
  private static final int REDUCED_UP_TO = 20_000;

  private final List<PlannedAction> actions = new ArrayList<>();
  private final List<BitSet> before = new ArrayList<>();
  private final List<PlannedAction> circles = new ArrayList<>();
  private final int[] depth;

  private PlanGraph(Plan plan) {
    int size = plan.actions().size();
    List<List<Integer>> predecessors = new ArrayList<>(size);
    List<List<Integer>> successors = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      predecessors.add(new ArrayList<>());
      successors.add(new ArrayList<>());
    }
    for (Plan.Ordering order : plan.orders()) {
      predecessors.get(order.after()).add(order.before());
      successors.get(order.before()).add(order.after());
    }
    int[] order = topological(plan, predecessors, successors);
    contract(plan, order, predecessors);
    depth = new int[actions.size()];
    for (int i = 0; i < actions.size(); i++) {
      int deepest = before.get(i).stream().map(b -> depth[b] + 1).max().orElse(0);
      depth[i] = deepest;
    }
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

  /** What the action with this index waits for. */
  BitSet before(int index) {
    return before.get(index);
  }

  /** How many others are in a row before it. */
  int depth(int index) {
    return depth[index];
  }

  /** Indices so that each comes after its predecessors, otherwise as in the plan. */
  private int[] topological(
      Plan plan, List<List<Integer>> predecessors, List<List<Integer>> successors) {
    int size = predecessors.size();
    int[] missing = new int[size];
    java.util.PriorityQueue<Integer> ready = new java.util.PriorityQueue<>();
    for (int i = 0; i < size; i++) {
      missing[i] = predecessors.get(i).size();
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    int[] order = new int[size];
    int placed = 0;
    BitSet done = new BitSet(size);
    while (placed < size) {
      if (ready.isEmpty()) {
        int next = done.nextClearBit(0);
        circles.add(plan.actions().get(next));
        ready.add(next);
      }
      int next = ready.remove();
      if (done.get(next)) {
        continue;
      }
      done.set(next);
      order[placed++] = next;
      for (int after : successors.get(next)) {
        if (--missing[after] == 0) {
          ready.add(after);
        }
      }
    }
    return order;
  }

  /** Fills {@link #actions} and {@link #before}: the direct waits, through points of no action. */
  private void contract(Plan plan, int[] order, List<List<Integer>> predecessors) {
    int size = order.length;
    boolean reduce = size <= REDUCED_UP_TO;
    @Nullable BitSet[] direct = new BitSet[size];
    List<BitSet> all = new ArrayList<>();
    for (int index : order) {
      BitSet waits = new BitSet();
      for (int predecessor : predecessors.get(index)) {
        @Nullable BitSet known = direct[predecessor];
        if (known != null) {
          waits.or(known);
        }
      }
      if (plan.actions().get(index) instanceof PlannedAction.Milestone) {
        direct[index] = waits;
        continue;
      }
      int number = actions.size();
      before.add(reduce ? reduced(waits, all) : waits);
      actions.add(plan.actions().get(index));
      BitSet own = new BitSet();
      own.set(number);
      direct[index] = own;
    }
  }

  /** The waits that follow from no other; adds to {@code all} what is waited for in any way. */
  private static BitSet reduced(BitSet waits, List<BitSet> all) {
    BitSet reached = new BitSet();
    BitSet reduced = (BitSet) waits.clone();
    for (int b = waits.length() - 1; b >= 0; b = waits.previousSetBit(b - 1)) {
      if (reached.get(b)) {
        reduced.clear(b);
      }
      reached.or(all.get(b));
    }
    reached.or(waits);
    all.add(reached);
    return reduced;
  }
}
