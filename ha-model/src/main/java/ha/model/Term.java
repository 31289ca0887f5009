package ha.model;

/**
 * Number of a reign: one leader at most, one agreed set of members. Grows by one or more with each
 * agreement and is the fencing token of every operation (executors refuse an older one).
 */
public record Term(long number) implements Comparable<Term> {
  /** Before any agreement. */
  public static final Term NONE = new Term(0);

  public Term {
    if (number < 0) {
      throw new IllegalArgumentException("term " + number + " must not be negative");
    }
  }

  /** The term after this one. */
  public Term next() {
    return new Term(number + 1);
  }

  /** Whether this term is newer than {@code other}. */
  public boolean newerThan(Term other) {
    return number > other.number;
  }

  @Override
  public int compareTo(Term other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
