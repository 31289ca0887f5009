package ha.membership.ledger;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import java.time.Instant;

/**
 * "Of two nodes I was last, and the other one's life had certainly ended": the right to lead alone,
 * also after a restart. Written before the first act alone; gone before the first act together.
 *
 * @param peer the other node, and which life of it ended
 * @param left whether it said goodbye; else it was confirmed off
 * @param atLeast the term to begin with, far above any that the other node may have reached in the
 *     meantime, if an operator ordered this node to lead although it could not know the newest
 *     record; {@link Term#NONE} otherwise
 */
public record LastMan(
    Instant at,
    NodeName peer,
    Incarnation incarnation,
    boolean left,
    String device,
    String author,
    String how,
    Term atLeast) {
  /** Whether this rests on an operator's order rather than on knowledge. */
  public boolean ordered() {
    return !atLeast.equals(Term.NONE);
  }
}
