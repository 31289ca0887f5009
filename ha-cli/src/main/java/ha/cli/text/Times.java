package ha.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations for people. */
public final class Times {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final Pattern PART = Pattern.compile("(\\d+)\\s*(ms|s|min|m|h|d|w)\\s*");

  private Times() {}

  /** The largest unit that fits: {@code 250 ms}, {@code 4 s}, {@code 12 min}, {@code 3 h}. */
  public static String rough(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 1000) {
      return millis == 0 ? "0 s" : millis + " ms";
    }
    long seconds = millis / 1000;
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** How long something took: {@code 250 ms}, {@code 1.8 s}, {@code 42 s}, {@code 12 min}. */
  public static String precise(Duration duration) {
    long tenths = duration.toMillis() / 100;
    boolean fine = tenths > 10 && tenths < 100 && tenths % 10 != 0;
    return fine ? tenths / 10 + "." + tenths % 10 + " s" : rough(duration);
  }

  /** {@code 4 s ago}, or {@code just now}. */
  public static String ago(Instant then, Instant now) {
    Duration past = Duration.between(then, now);
    return past.toMillis() < 1000 ? "just now" : rough(past) + " ago";
  }

  /** {@code in 12 s (14:03:10)}; {@code now} for what is due. */
  public static String ahead(Instant then, Instant now, ZoneId zone) {
    Duration left = Duration.between(now, then);
    if (left.toMillis() < 1000) {
      return "now";
    }
    String moment = left.toHours() < 20 ? clock(then, zone) : minute(then, zone);
    return "in " + rough(left) + " (" + moment + ")";
  }

  /** {@code 2026-01-02 14:03:10.123}. */
  public static String moment(Instant instant, ZoneId zone) {
    return MOMENT.format(instant.atZone(zone));
  }

  /** {@code 2026-01-02 14:03}. */
  public static String minute(Instant instant, ZoneId zone) {
    return MINUTE.format(instant.atZone(zone));
  }

  /** {@code 14:03:10}. */
  public static String clock(Instant instant, ZoneId zone) {
    return CLOCK.format(instant.atZone(zone));
  }

  /**
   * Reads {@code 90s}, {@code 5min}, {@code 2h30m}, {@code 1d}, {@code 250ms}.
   *
   * @throws IllegalArgumentException that says what is allowed
   */
  public static Duration parse(String text) {
    Matcher parts = PART.matcher(text.strip());
    Duration sum = Duration.ZERO;
    int end = 0;
    while (parts.find() && parts.start() == end) {
      end = parts.end();
      long count = Long.parseLong(parts.group(1));
      sum =
          sum.plus(
              switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m", "min" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                case String weeks -> Duration.ofDays(Math.multiplyExact(7L, count));
              });
    }
    if (end == 0 || end != text.strip().length()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration; write for example 30s, 5min, 2h, 1d");
    }
    return sum;
  }
}
