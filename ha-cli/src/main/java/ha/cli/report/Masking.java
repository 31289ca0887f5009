package ha.cli.report;

import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides secrets in texts: the values of everything that is called like a secret, and these values
 * wherever else they stand.
 *
 * <p>Names of files that hold secrets are no secrets.
 */
final class Masking {
  static final String MASK = "<masked>";

  private static final int SHORTEST = 3;
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?i)(?<![\\w.-])(?<key>(?:[\\w.-]*[-_.])?(?:password|passwd|passphrase|pass|secret|token"
              + "|community|credentials?|private[-_]?key|api[-_]?key|psk)(?:[-_.]\\w+)*)"
              + "(?<between>\"?'?\\s*[:=]\\s*)"
              + "(?<value>\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s,}\\]\"']+)");
  private static final Pattern NAMES_A_FILE = Pattern.compile("(?i).*(file|path|script|directory)");

  private final TreeSet<String> secrets =
      new TreeSet<>((a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() - a.length());

  /** Learns the secrets that stand in a text. */
  void learn(String text) {
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      String value = bare(entry.group("value"));
      if (isSecret(entry) && value.length() >= SHORTEST) {
        secrets.add(value);
      }
    }
  }

  /** The text without secrets. */
  String masked(String text) {
    String result =
        ENTRY
            .matcher(text)
            .replaceAll(
                entry -> Matcher.quoteReplacement(isSecret(entry) ? hidden(entry) : entry.group()));
    for (String secret : secrets) {
      result = result.replace(secret, MASK);
    }
    return result;
  }

  private static boolean isSecret(java.util.regex.MatchResult entry) {
    return !NAMES_A_FILE.matcher(entry.group("key")).matches();
  }

  private static String hidden(java.util.regex.MatchResult entry) {
    String value = entry.group("value");
    String quote = value.length() == bare(value).length() ? "" : value.substring(0, 1);
    return entry.group("key") + entry.group("between") + quote + MASK + quote;
  }

  private static String bare(String value) {
    boolean quoted = value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'');
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
