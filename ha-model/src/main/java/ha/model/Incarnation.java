package ha.model;

/**
 * One life of a node's daemon. Drawn anew at each start, greater than every earlier one of the same
 * node; a fence confirms the end of an incarnation, never of a name.
 */
public record Incarnation(long number) implements Comparable<Incarnation> {
  /** Of a node that was never seen. */
  public static final Incarnation UNKNOWN = new Incarnation(0);

  /** Whether this life began after {@code other}. */
  public boolean newerThan(Incarnation other) {
    return number > other.number;
  }

  @Override
  public int compareTo(Incarnation other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
