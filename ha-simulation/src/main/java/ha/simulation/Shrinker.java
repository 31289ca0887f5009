package ha.simulation;

import ha.simulation.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a schedule of faults down to those without which the violation does not happen. */
final class Shrinker {
  private final int mostRuns;
  private final Simulation.Order order;
  private final String rule;
  private int runs;

  private Shrinker(Simulation.Order order, String rule, int mostRuns) {
    this.mostRuns = mostRuns;
    this.order = order;
    this.rule = rule;
  }

  /** The smallest schedule found that violates the same rule. */
  static List<Fault> shrink(Simulation.Order order, Run failed, int mostRuns) {
    String rule = failed.violation().orElseThrow().rule();
    return new Shrinker(order, rule, mostRuns).shrink(failed.faults());
  }

  private List<Fault> shrink(List<Fault> faults) {
    List<Fault> best = new ArrayList<>(faults);
    int chunk = Math.max(1, best.size() / 2);
    while (runs < mostRuns) {
      boolean cut = false;
      for (int from = 0; from < best.size() && runs < mostRuns; ) {
        List<Fault> fewer = new ArrayList<>(best.subList(0, from));
        fewer.addAll(best.subList(Math.min(best.size(), from + chunk), best.size()));
        if (fails(fewer)) {
          best = fewer;
          cut = true;
        } else {
          from += chunk;
        }
      }
      if (chunk == 1 && !cut) {
        break;
      }
      chunk = Math.max(1, chunk / 2);
    }
    return best;
  }

  private boolean fails(List<Fault> schedule) {
    runs++;
    Simulation.Order fewer =
        new Simulation.Order(
            order.seed(),
            order.nodes(),
            order.witness(),
            order.variant(),
            false,
            Optional.of(schedule));
    return new Simulation(fewer).run().violation().filter(v -> v.rule().equals(rule)).isPresent();
  }
}
