package ha.daemon.runtime;

import ha.daemon.core.CoreEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * Notices when the loop does not come round in time: a node that is late is not heard, and what the
 * others make of that is worth an explanation in its own log. One thread.
 */
final class Pace {
  /** So that a machine without a processor to spare does not write about it all the time. */
  private static final Duration BETWEEN_REMARKS = Duration.ofSeconds(10);

  private long longestNanos;
  private String longest = "nothing";
  private long latestNanos;
  private String duringLatest = "";
  private long silentUntilNanos;

  /** A step has been taken, and its effects handed over. */
  void stepped(CoreEvent event, long beganNanos, long endedNanos) {
    long took = endedNanos - beganNanos;
    if (took > longestNanos) {
      longestNanos = took;
      longest = event.getClass().getSimpleName();
    }
  }

  /**
   * Time for a tick.
   *
   * @param dueNanos when it should have been
   * @param tick how often it should be
   * @return a remark, if it was late by more than a heartbeat
   */
  Optional<String> ticked(long dueNanos, long nowNanos, Duration tick) {
    long late = nowNanos - dueNanos;
    if (late > latestNanos) {
      latestNanos = late;
      duringLatest =
          "its longest step meanwhile took %d ms (%s)"
              .formatted(Duration.ofNanos(longestNanos).toMillis(), longest);
    }
    longestNanos = 0;
    boolean remarkable = latestNanos > 2 * tick.toNanos() && nowNanos - silentUntilNanos >= 0;
    if (!remarkable) {
      return Optional.empty();
    }
    String remark =
        "this daemon was not run for %d ms, so the others did not hear it; %s"
            .formatted(Duration.ofNanos(latestNanos).plus(tick).toMillis(), duringLatest);
    silentUntilNanos = nowNanos + BETWEEN_REMARKS.toNanos();
    latestNanos = 0;
    return Optional.of(remark);
  }
}
