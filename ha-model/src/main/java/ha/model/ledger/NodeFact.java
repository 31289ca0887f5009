package ha.model.ledger;

import ha.model.Incarnation;
import ha.model.ResourceId;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the record says of a node's latest known incarnation.
 *
 * @param standing one of MEMBER, LEFT, LOST, FENCED, UNSEEN
 * @param since when it came to stand so (UTC)
 * @param keeps what goes on running there although it left
 * @param resetWithin how long after the end of its authority this life is reset by its own watchdog
 *     unless nothing runs there; empty if it has none
 */
public record NodeFact(
    Incarnation incarnation,
    Standing standing,
    Instant since,
    String detail,
    SortedSet<ResourceId> keeps,
    Optional<Duration> resetWithin) {
  public static final NodeFact UNSEEN =
      new NodeFact(Incarnation.UNKNOWN, Standing.UNSEEN, Instant.EPOCH, "");

  public NodeFact {
    keeps = Collections.unmodifiableSortedSet(new TreeSet<>(keeps));
  }

  public NodeFact(Incarnation incarnation, Standing standing, Instant since, String detail) {
    this(incarnation, standing, since, detail, Collections.emptySortedSet(), Optional.empty());
  }

  /** The same node, leaving these running. */
  NodeFact keeping(SortedSet<ResourceId> resources) {
    return new NodeFact(incarnation, standing, since, detail, resources, resetWithin);
  }

  /** The same node, with that watchdog. */
  NodeFact watched(Optional<Duration> within) {
    return new NodeFact(incarnation, standing, since, detail, keeps, within);
  }
}
