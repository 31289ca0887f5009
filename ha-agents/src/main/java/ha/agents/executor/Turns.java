package ha.agents.executor;

import java.util.Collection;
import java.util.Optional;

/** Whose turn it is. */
final class Turns {
  private Turns() {}

  /**
   * What to run next: changes before looks, then in order of arrival. Looks leave a quarter of the
   * places free, so that monitors that hang never keep a stop from running.
   *
   * @param running agents that run now, of which {@code looking} only look
   * @param limit most that may run at once
   */
  static Optional<Job> next(Collection<Lane> lanes, int running, int looking, int limit) {
    if (running >= limit) {
      return Optional.empty();
    }
    int lookLimit = limit - Math.max(1, limit / 4);
    Optional<Job> best = Optional.empty();
    for (Lane lane : lanes) {
      Optional<Job> next = lane.free() ? lane.next() : Optional.empty();
      if (next.isEmpty() || (next.get().looks() && looking >= lookLimit)) {
        continue;
      }
      if (best.isEmpty() || before(next.get(), best.get())) {
        best = next;
      }
    }
    return best;
  }

  private static boolean before(Job one, Job other) {
    return one.looks() == other.looks() ? one.number() < other.number() : other.looks();
  }
}
