package ha.policy.conformance;

import java.util.Locale;

/**
 * One thing in which a plan differs from what is wanted.
 *
 * @param text a sign, {@code -} for what is missing and {@code +} for what is too much, and what
 */
public record Difference(Kind kind, String text) {
  /** What can differ, the worst first. */
  public enum Kind {
    /** No plan. */
    ERROR,
    /** What is active where in the end. */
    PLACEMENT,
    /** The summary of what changes. */
    ACTIONS,
    /** The operations. */
    GRAPH,
    /** What has to be done before what. */
    ORDER
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + text;
  }
}
