package ha.cli.text;

import java.util.Locale;
import java.util.Map;

/**
 * What the terminal can show.
 *
 * @param colour ANSI colours
 * @param unicode more than ASCII
 */
public record Style(boolean colour, boolean unicode) {
  private static final String FROM = "●○◐◌✔✖▲├└│─→·…—“”’−";
  private static final String TO = "*o~.+x!|`|->-~-\"\"'-";

  /**
   * As the environment asks: {@code NO_COLOR} (no-color.org) and {@code CLICOLOR=0} switch colours
   * off, {@code CLICOLOR_FORCE} on, else they follow {@code terminal}; the locale says whether it
   * is UTF-8.
   */
  public static Style of(Map<String, String> environment, boolean terminal) {
    return new Style(colour(environment, terminal), utf8(environment));
  }

  private static boolean colour(Map<String, String> environment, boolean terminal) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    if (!environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0")) {
      return true;
    }
    return terminal
        && !environment.getOrDefault("CLICOLOR", "1").equals("0")
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Whether the locale's encoding is UTF-8; POSIX: LC_ALL, then LC_CTYPE, then LANG. */
  public static boolean utf8(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        String encoding = value.toLowerCase(Locale.ROOT);
        return encoding.contains("utf-8") || encoding.contains("utf8");
      }
    }
    return false;
  }

  /** The bytes' worth of a line, without a line end. */
  String show(Line line) {
    StringBuilder shown = new StringBuilder();
    show(line, shown);
    return shown.toString();
  }

  /** Appends the bytes' worth of a line, without a line end. */
  void show(Line line, StringBuilder shown) {
    int start = shown.length();
    for (Line.Span span : line.spans()) {
      String spaced = span.text().replace(Line.UNBROKEN, ' ');
      String text = unicode ? spaced : ascii(spaced);
      String code = colour ? span.tone().code() : "";
      if (!code.isEmpty() && !text.isBlank()) {
        shown.append("\u001B[").append(code).append('m').append(text).append("\u001B[0m");
      } else {
        shown.append(text);
      }
    }
    int end = shown.length();
    while (end > start && shown.charAt(end - 1) == ' ') {
      end--;
    }
    shown.setLength(end);
  }

  /** One column for one column, so that tables stay straight. */
  private static String ascii(String text) {
    StringBuilder ascii = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          int known = FROM.indexOf(c);
          ascii.append(c < 0x7F ? (char) c : known < 0 ? '?' : TO.charAt(known));
        });
    return ascii.toString();
  }
}
