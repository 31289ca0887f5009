package ha.agents.command;

import java.time.Duration;

/** Waits between two looks at something that cannot be waited for. */
public final class Pause {
  private static final Duration FIRST = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofMillis(500);

  private Duration next = FIRST;

  /** Waits this long. */
  public static void of(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  /** Waits, longer each time, and never past what is {@code left}. */
  public void rest(Duration left) throws InterruptedException {
    Duration now = next.compareTo(left) < 0 ? next : left;
    if (now.isPositive()) {
      Thread.sleep(now);
    }
    Duration longer = next.multipliedBy(3).dividedBy(2);
    next = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
  }
}
