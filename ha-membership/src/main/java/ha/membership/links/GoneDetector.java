package ha.membership.links;

import java.time.Duration;

/**
 * Collects the answers "port unreachable" of a peer's host. Two over 100 ms, or three and then 150
 * ms of silence (a host limits how many it sends), and nothing heard meanwhile, make a dead
 * process.
 */
final class GoneDetector {
  /** When to ask again after the first answer, so that a second one may come. */
  private static final long[] PROBES = {
    Duration.ofMillis(55).toNanos(),
    Duration.ofMillis(110).toNanos(),
    Duration.ofMillis(165).toNanos()
  };

  private static final long SPREAD = Duration.ofMillis(100).toNanos();
  private static final long SILENCE = Duration.ofMillis(150).toNanos();

  private int answers;
  private int probes;
  private long first;
  private long last;

  /** The host said that the port is closed. */
  synchronized void unreachable(long nowNanos) {
    if (answers == 0) {
      first = nowNanos;
      probes = 0;
    }
    last = nowNanos;
    answers++;
  }

  /** Something authentic came: all that was said before is void. */
  synchronized void heard() {
    answers = 0;
  }

  synchronized boolean gone(long nowNanos) {
    return (answers >= 2 && last - first >= SPREAD)
        || (answers >= 3 && nowNanos - first >= SILENCE);
  }

  /** Nanoseconds until the next probe is due; negative if it is overdue. */
  synchronized long untilProbe(long nowNanos) {
    if (answers == 0 || probes >= PROBES.length) {
      return Long.MAX_VALUE;
    }
    return first + PROBES[probes] - nowNanos;
  }

  synchronized void probed() {
    probes++;
  }
}
