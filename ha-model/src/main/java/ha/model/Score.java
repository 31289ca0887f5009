package ha.model;

/**
 * A preference between −INFINITY (never) and INFINITY (must), saturating at both ends.
 *
 * <p>Arithmetic as Pacemaker documents it: −INFINITY plus anything is −INFINITY, INFINITY plus
 * anything else is INFINITY.
 */
public record Score(int value) implements Comparable<Score> {
  private static final int LIMIT = 1_000_000;

  public static final Score INFINITY = new Score(LIMIT);
  public static final Score MINUS_INFINITY = new Score(-LIMIT);
  public static final Score ZERO = new Score(0);

  public Score {
    value = Math.clamp((long) value, -LIMIT, LIMIT);
  }

  /** The score of {@code value}, cut off at both infinities. */
  public static Score of(long value) {
    int within = Math.clamp(value, -LIMIT, LIMIT);
    return switch (within) {
      case 0 -> ZERO;
      case LIMIT -> INFINITY;
      case -LIMIT -> MINUS_INFINITY;
      default -> new Score(within);
    };
  }

  /**
   * Reads a score: a whole number, or {@code INFINITY}, {@code +INFINITY}, {@code -INFINITY}.
   *
   * @throws IllegalArgumentException if {@code text} is neither
   */
  public static Score parse(String text) {
    return switch (text.strip()) {
      case "INFINITY", "+INFINITY" -> INFINITY;
      case "-INFINITY" -> MINUS_INFINITY;
      default -> {
        try {
          yield of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              "score '" + text + "' is neither a whole number nor INFINITY nor -INFINITY", e);
        }
      }
    };
  }

  /** Sum of both, saturating. */
  public Score plus(Score other) {
    if (value <= -LIMIT || other.value <= -LIMIT) {
      return MINUS_INFINITY;
    }
    if (value >= LIMIT || other.value >= LIMIT) {
      return INFINITY;
    }
    return of((long) value + other.value);
  }

  /** The same distance on the other side of zero. */
  public Score negated() {
    return new Score(-value);
  }

  public boolean isInfinite() {
    return value >= LIMIT;
  }

  public boolean isMinusInfinite() {
    return value <= -LIMIT;
  }

  @Override
  public int compareTo(Score other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return isInfinite() ? "INFINITY" : isMinusInfinite() ? "-INFINITY" : Integer.toString(value);
  }
}
