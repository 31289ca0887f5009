package ha.model.yaml;

import ha.model.definition.SourcePosition;
import java.util.Comparator;
import java.util.Locale;

/**
 * Something in a file that is wrong, or likely to be.
 *
 * @param message what was found
 * @param expected what belongs there, or empty where the message says all
 * @param fix what to write instead, or empty where none is certain
 */
public record Finding(
    Severity severity, SourcePosition position, String message, String expected, String fix)
    implements Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.<Finding>comparingInt(finding -> finding.position().line())
          .thenComparingInt(finding -> finding.position().column())
          .thenComparing(Finding::severity)
          .thenComparing(Finding::message);

  /** Whether the file can be used all the same. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /** By place in the file. */
  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line:column: error: message; expected …; fix: …}. */
  @Override
  public String toString() {
    return position
        + ": "
        + severity.name().toLowerCase(Locale.ROOT)
        + ": "
        + message
        + (expected.isEmpty() ? "" : "; expected " + expected)
        + (fix.isEmpty() ? "" : "; fix: " + fix);
  }
}
