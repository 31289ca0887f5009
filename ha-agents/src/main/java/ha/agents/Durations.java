package ha.agents;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Lengths of time as parameters spell them: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 10}. */
public final class Durations {
  private Durations() {}

  /** Reads a length of time; a bare number means seconds, as in OCF. Empty if it is none. */
  public static Optional<Duration> parse(String text) {
    String all = text.strip().toLowerCase(Locale.ROOT);
    int digits = 0;
    while (digits < all.length() && Character.isDigit(all.charAt(digits))) {
      digits++;
    }
    if (digits == 0 || digits > 12) {
      return Optional.empty();
    }
    long number = Long.parseLong(all.substring(0, digits));
    return switch (all.substring(digits).strip()) {
      case "ms", "msec" -> Optional.of(Duration.ofMillis(number));
      case "", "s", "sec" -> Optional.of(Duration.ofSeconds(number));
      case "m", "min" -> Optional.of(Duration.ofMinutes(number));
      case "h", "hr" -> Optional.of(Duration.ofHours(number));
      default -> Optional.empty();
    };
  }

  /** For people: {@code 250 ms}, {@code 3.2 s}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis < 1000
        ? millis + " ms"
        : millis % 1000 == 0
            ? millis / 1000 + " s"
            : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
