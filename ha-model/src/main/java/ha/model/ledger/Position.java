package ha.model.ledger;

import ha.model.Term;

/** Place in the record. A greater term is newer whatever the index. */
public record Position(Term term, long index) implements Comparable<Position> {
  /** Before the first entry. */
  public static final Position START = new Position(Term.NONE, 0);

  @Override
  public int compareTo(Position other) {
    int byTerm = term.compareTo(other.term);
    return byTerm != 0 ? byTerm : Long.compare(index, other.index);
  }

  @Override
  public String toString() {
    return term + "." + index;
  }
}
