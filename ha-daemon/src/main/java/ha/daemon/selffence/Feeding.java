package ha.daemon.selffence;

import ha.model.MonoTime;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this node deserves to live on. What it may do counts, not the daemon's health: a node
 * that lost its authority and still holds something has the time of one countdown to let go of it.
 */
final class Feeding {
  private static final int[] WARNINGS = {30, 60, 90};

  private final Duration countdown;
  private MonoTime fed;
  private int warned;

  /**
   * @param began when the countdown began
   */
  Feeding(Duration countdown, MonoTime began) {
    this.countdown = countdown;
    this.fed = began;
  }

  /** What is to be done at a moment. */
  record Verdict(boolean feed, Optional<String> sentence) {}

  /**
   * @param guilt why it is to be reset; empty if it is not
   * @param spared why it is not any more
   */
  Verdict at(MonoTime now, Optional<String> guilt, String spared) {
    if (guilt.isEmpty()) {
      boolean starved = warned > 0;
      fed = now;
      warned = 0;
      return new Verdict(
          true, starved ? Optional.of("the watchdog is fed again: " + spared) : Optional.empty());
    }
    Duration hungry = now.since(fed);
    Optional<String> sentence = Optional.empty();
    while (warned < WARNINGS.length && hungry.compareTo(part(WARNINGS[warned])) >= 0) {
      warned++;
      sentence =
          Optional.of(
              guilt.get()
                  + ": the watchdog resets this node in "
                  + seconds(countdown.minus(hungry))
                  + " s");
    }
    return new Verdict(false, sentence);
  }

  private Duration part(int percent) {
    return countdown.multipliedBy(percent).dividedBy(100);
  }

  private static String seconds(Duration duration) {
    return String.valueOf(Math.max(0, Math.round(duration.toMillis() / 1000.0)));
  }
}
