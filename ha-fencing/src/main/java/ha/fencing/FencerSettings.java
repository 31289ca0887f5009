package ha.fencing;

import java.time.Duration;

/**
 * Limits of the fencer.
 *
 * @param offsPerWindow how often a node may be switched off within {@code window}
 * @param firstBackOff wait between two passes over the levels; doubles up to {@code lastBackOff}
 * @param lastingBackOff the same where every device refused for a reason that only a person can
 *     mend, so that no account is locked by repeated logins
 * @param watchInterval between two readings during a delay
 * @param readTimeout of one reading during a delay or for verification
 */
public record FencerSettings(
    int offsPerWindow,
    Duration window,
    Duration firstBackOff,
    Duration lastBackOff,
    Duration lastingBackOff,
    Duration watchInterval,
    Duration readTimeout) {
  /** 10 per hour, back-off 0.5 s to 5 s (15 s), a reading each 0.5 s of at most 2 s. */
  public static final FencerSettings DEFAULT =
      new FencerSettings(
          10,
          Duration.ofHours(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofMillis(500),
          Duration.ofSeconds(2));
}
