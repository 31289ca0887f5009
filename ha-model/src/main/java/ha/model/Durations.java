package ha.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Text form of durations: a whole number and its unit, {@code 500ms}, {@code 10s}, {@code 2min},
 * {@code 1h}, {@code 7d}. The unit is never left out.
 */
public final class Durations {
  /** A unit's name and length. */
  private record Unit(String name, Duration length) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("d", Duration.ofDays(1)),
          new Unit("h", Duration.ofHours(1)),
          new Unit("min", Duration.ofMinutes(1)),
          new Unit("ms", Duration.ofMillis(1)),
          new Unit("s", Duration.ofSeconds(1)));

  /** Digits that are certain to fit a {@code long} of milliseconds in any unit. */
  private static final int MOST_DIGITS = 9;

  private Durations() {}

  /** What {@code text} says, or empty if it is no whole number with a unit. */
  public static Optional<Duration> read(String text) {
    int digits = leadingDigits(text);
    if (digits == 0 || digits > MOST_DIGITS) {
      return Optional.empty();
    }
    String unit = text.substring(digits);
    return UNITS.stream()
        .filter(known -> known.name().equals(unit))
        .findFirst()
        .map(known -> known.length().multipliedBy(Long.parseLong(text.substring(0, digits))));
  }

  /**
   * As {@link #read}.
   *
   * @throws IllegalArgumentException if {@code text} is no duration
   */
  public static Duration parse(String text) {
    return read(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'" + text + "' is no duration; write a whole number and a unit, as in 10s"));
  }

  /**
   * The shortest exact spelling in hours, minutes, seconds or milliseconds; what is finer than a
   * millisecond is cut off.
   */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "min";
  }

  private static int leadingDigits(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
