package ha.policy.cib;

import java.time.Instant;
import java.util.Optional;

/** Moments as Pacemaker writes them. */
public final class CibDates {
  private CibDates() {}

  /**
   * Reads ISO 8601 (also with a space before the time, a date alone, an ordinal date, or without a
   * zone, which then is UTC), or seconds since 1970.
   */
  public static Optional<Instant> moment(String text) {
    return text.matches("\\d{1,12}")
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text)))
        : CibRules.instant(text);
  }
}
