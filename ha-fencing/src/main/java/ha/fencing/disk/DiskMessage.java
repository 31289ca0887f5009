package ha.fencing.disk;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.time.Instant;

/**
 * What is written in a node's slot.
 *
 * @param sequence grows with each message in a slot
 * @param incarnation which life is meant
 * @param from who wrote it: a node, or {@code user@node}
 */
public record DiskMessage(
    long sequence,
    NodeName node,
    Kind kind,
    Incarnation incarnation,
    String from,
    Instant at,
    String reason) {
  /** What is asked for. */
  public enum Kind {
    /** Nothing. */
    CLEAR,
    /** Be reset by your watchdog. */
    RESET
  }

  /** Whether that life, or one after it, is to be reset. */
  public boolean isFor(Incarnation first) {
    return kind == Kind.RESET && !first.newerThan(incarnation);
  }
}
