package ha.simulation.world;

import java.util.Map;
import java.util.TreeMap;

/** How often things happened. */
public final class Counters {
  private final TreeMap<String, Long> counts = new TreeMap<>();

  public void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  /** Adds another run's counts. */
  public void add(Counters other) {
    other.counts.forEach((what, n) -> counts.merge(what, n, Long::sum));
  }

  public long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  public Map<String, Long> all() {
    return new TreeMap<>(counts);
  }
}
