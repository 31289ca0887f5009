package ha.simulation.oracle;

import java.time.Duration;

/**
 * A rule that did not hold.
 *
 * @param at since the simulation began
 */
public record Violation(String rule, String text, Duration at) {
  @Override
  public String toString() {
    return rule + " at " + at.toMillis() / 1000.0 + " s: " + text;
  }
}
