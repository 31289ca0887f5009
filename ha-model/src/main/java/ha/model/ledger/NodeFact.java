package ha.model.ledger;

import ha.model.Incarnation;
import ha.model.snapshot.Standing;
import java.time.Instant;

/**
 * What the record says of a node's latest known incarnation.
 *
 * @param standing one of MEMBER, LEFT, LOST, FENCED, UNSEEN
 * @param since when it came to stand so (UTC)
 */
public record NodeFact(Incarnation incarnation, Standing standing, Instant since, String detail) {
  public static final NodeFact UNSEEN =
      new NodeFact(Incarnation.UNKNOWN, Standing.UNSEEN, Instant.EPOCH, "");
}
