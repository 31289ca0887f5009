package ha.policy.options;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads durations with units: {@code 10s}, {@code 5min}, {@code PT5M}; a bare number is seconds.
 */
public final class Durations {
  private Durations() {}

  /** The duration, or empty if {@code text} is none. */
  public static Optional<Duration> parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (trimmed.startsWith("P")) {
        boolean shortened = trimmed.matches("P\\d+[HS]");
        return Optional.of(Duration.parse(shortened ? "PT" + trimmed.substring(1) : trimmed));
      }
      int digits = 0;
      while (digits < trimmed.length() && Character.isDigit(trimmed.charAt(digits))) {
        digits++;
      }
      if (digits == 0) {
        return Optional.empty();
      }
      long amount = Long.parseLong(trimmed.substring(0, digits));
      String unit = trimmed.substring(digits).strip().toLowerCase(Locale.ROOT);
      return switch (unit) {
        case "", "s", "sec", "seconds", "second" -> Optional.of(Duration.ofSeconds(amount));
        case "ms", "msec" -> Optional.of(Duration.ofMillis(amount));
        case "us", "usec" -> Optional.of(Duration.ofNanos(amount * 1000));
        case "m", "min", "minutes", "minute" -> Optional.of(Duration.ofMinutes(amount));
        case "h", "hr", "hours", "hour" -> Optional.of(Duration.ofHours(amount));
        case "d", "days", "day" -> Optional.of(Duration.ofDays(amount));
        case "w", "weeks", "week" -> Optional.of(Duration.ofDays(7 * amount));
        default -> Optional.empty();
      };
    } catch (ArithmeticException | java.time.DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The duration, or {@code otherwise}. */
  public static Duration parse(String text, Duration otherwise) {
    return parse(text).orElse(otherwise);
  }
}
