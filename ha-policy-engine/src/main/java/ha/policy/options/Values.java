package ha.policy.options;

import ha.model.Score;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads typed values out of options. */
public final class Values {
  private Values() {}

  /** Whether the option says yes; {@code otherwise} if absent or unreadable. */
  public static boolean flag(Map<String, String> options, String name, boolean otherwise) {
    return flag(options.get(name), otherwise);
  }

  /** Whether {@code text} says yes; {@code otherwise} if absent or unreadable. */
  public static boolean flag(@Nullable String text, boolean otherwise) {
    if (text == null) {
      return otherwise;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "y", "1" -> true;
      case "false", "off", "no", "n", "0" -> false;
      default -> otherwise;
    };
  }

  /**
   * An amount: the whole number that {@code text} begins with, which may be followed by a unit of
   * no meaning; zero where there is none, or none that fits.
   */
  public static long amount(String text) {
    String stripped = text.strip();
    int end = stripped.startsWith("-") || stripped.startsWith("+") ? 1 : 0;
    while (end < stripped.length() && stripped.charAt(end) >= '0' && stripped.charAt(end) <= '9') {
      end++;
    }
    try {
      return Long.parseLong(stripped.substring(0, end));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The option as a score's value; {@code otherwise} if absent or unreadable. */
  public static int score(Map<String, String> options, String name, int otherwise) {
    return score(options.get(name), otherwise);
  }

  /** The score or the amount that {@code text} begins with; {@code otherwise} if absent. */
  public static int score(@Nullable String text, int otherwise) {
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    try {
      return Score.parse(text).value();
    } catch (IllegalArgumentException e) {
      return Score.of(amount(text)).value();
    }
  }
}
