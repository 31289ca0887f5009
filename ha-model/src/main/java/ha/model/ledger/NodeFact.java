package ha.model.ledger;

import ha.model.Incarnation;
import ha.model.ResourceId;
import ha.model.snapshot.Standing;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the record says of a node's latest known incarnation.
 *
 * @param standing one of MEMBER, LEFT, LOST, FENCED, UNSEEN
 * @param since when it came to stand so (UTC)
 * @param keeps what goes on running there although it left
 */
public record NodeFact(
    Incarnation incarnation,
    Standing standing,
    Instant since,
    String detail,
    SortedSet<ResourceId> keeps) {
  public static final NodeFact UNSEEN =
      new NodeFact(Incarnation.UNKNOWN, Standing.UNSEEN, Instant.EPOCH, "");

  public NodeFact {
    keeps = Collections.unmodifiableSortedSet(new TreeSet<>(keeps));
  }

  public NodeFact(Incarnation incarnation, Standing standing, Instant since, String detail) {
    this(incarnation, standing, since, detail, Collections.emptySortedSet());
  }
}
