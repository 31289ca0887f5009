package ha.membership.ledger;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import java.util.Optional;

/**
 * What a node must not forget besides the log. Always written whole, so that a promise and the end
 * of a right become durable at one moment.
 *
 * @param incarnation this life, or the newest one drawn
 * @param promised newest term promised to anybody
 * @param promisedTo to whom
 */
public record Meta(
    Incarnation incarnation,
    Term promised,
    Optional<Candidate> promisedTo,
    Optional<LastMan> lastMan) {
  /** A life of a node that asked for a promise. */
  public record Candidate(NodeName node, Incarnation incarnation) {}

  /** Of a node that never took part. */
  public static Meta fresh(Incarnation incarnation) {
    return new Meta(incarnation, Term.NONE, Optional.empty(), Optional.empty());
  }

  public Meta withIncarnation(Incarnation next) {
    return new Meta(next, promised, promisedTo, lastMan);
  }

  public Meta withPromise(Term term, Candidate to) {
    return new Meta(incarnation, term, Optional.of(to), lastMan);
  }

  public Meta withLastMan(Optional<LastMan> next) {
    return new Meta(incarnation, promised, promisedTo, next);
  }
}
