package ha.simulation.oracle;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.simulation.world.Daemon;
import ha.simulation.world.Machine;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who fences whom. */
final class Fences {
  /** Commands that take longer were stuck in a controller that has a fault of its own. */
  private static final Duration AT_ONCE = Duration.ofMillis(200);

  private final TreeMap<Integer, Integer> counts = new TreeMap<>();
  private final TreeMap<Integer, Long> lastNanos = new TreeMap<>();
  private final TreeSet<Incarnation> tookPart = new TreeSet<>();

  int count(Machine machine) {
    return counts.getOrDefault(machine.index(), 0);
  }

  /** That life was in an open term. */
  void tookPart(Incarnation life) {
    tookPart.add(life);
  }

  /** What is wrong with an order to fence. */
  Optional<String> ordered(Daemon by, NodeName node) {
    return tookPart.contains(by.life())
        ? Optional.empty()
        : Optional.of(
            by.machine()
                + " fences "
                + node
                + ", although its life "
                + by.life()
                + " was in no term yet");
  }

  /** What is wrong with that the power was cut, on a command given at a moment. */
  Optional<String> fenced(Machine machine, Machine by, long orderedNanos, long nowNanos) {
    counts.merge(machine.index(), 1, Integer::sum);
    boolean byOneFenced = lastNanos.getOrDefault(by.index(), -1L) >= orderedNanos;
    boolean atOnce = nowNanos - orderedNanos < AT_ONCE.toNanos();
    lastNanos.put(machine.index(), nowNanos);
    return atOnce && byOneFenced
        ? Optional.of(machine + " and " + by + " have fenced each other")
        : Optional.empty();
  }
}
