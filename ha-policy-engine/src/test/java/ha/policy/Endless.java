package ha.policy;

import ha.model.plan.Plan;
import ha.model.plan.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Carries a plan out as far as its waits allow. */
public final class Endless {
  private Endless() {}

  /**
   * What would never begin, with what it waits for, and what is left undone for that reason; empty
   * for a plan that comes to its end.
   */
  public static List<String> waits(Plan plan) {
    Stream<String> undone =
        plan.problems().stream().map(Problem::text).filter(t -> t.startsWith("these wait"));
    return Stream.concat(undone, circles(plan)).toList();
  }

  private static Stream<String> circles(Plan plan) {
    int[] open = new int[plan.actions().size()];
    List<List<Integer>> after = new ArrayList<>();
    IntStream.range(0, open.length).forEach(i -> after.add(new ArrayList<>()));
    for (Plan.Ordering order : plan.orders()) {
      open[order.after()]++;
      after.get(order.before()).add(order.after());
    }
    Set<Integer> waiting =
        IntStream.range(0, open.length).boxed().collect(Collectors.toCollection(TreeSet::new));
    Deque<Integer> ready = new ArrayDeque<>();
    waiting.stream().filter(i -> open[i] == 0).forEach(ready::add);
    while (!ready.isEmpty()) {
      int done = ready.remove();
      waiting.remove(done);
      for (int next : after.get(done)) {
        open[next]--;
        if (open[next] == 0) {
          ready.add(next);
        }
      }
    }
    return plan.orders().stream()
        .filter(o -> waiting.contains(o.before()) && waiting.contains(o.after()))
        .map(o -> plan.actions().get(o.before()) + "\n  before " + plan.actions().get(o.after()));
  }
}
