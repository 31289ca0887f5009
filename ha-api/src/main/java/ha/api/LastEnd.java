package ha.api;

import ha.model.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a node, or its daemon, ended last.
 *
 * @param at when, as exactly as it is known: of {@link Cause#UNKNOWN} the last sign of life
 * @param verdict one sentence
 * @param known what the verdict rests on, oldest first
 */
public record LastEnd(
    NodeName node, Cause cause, Optional<Instant> at, String verdict, List<Known> known) {
  public LastEnd {
    known = List.copyOf(known);
  }

  /**
   * One fact.
   *
   * @param source {@code black box} of the node, or {@code ledger} of the cluster
   */
  public record Known(Instant at, String source, String text) {}

  /** Why it ended. */
  public enum Cause {
    /** It never ended since anything is remembered. */
    NONE,
    /** It was shut down in an orderly way. */
    ORDERLY,
    /** The others, or a person, switched it off. */
    FENCED,
    /** Its own watchdog reset it. */
    WATCHDOG,
    /** The daemon ended because of a bug; the machine went on. */
    BUG,
    /** The daemon was killed; the machine went on. */
    KILLED,
    /** It is gone, and whether it is off is not known. */
    LOST,
    /** Nothing is on record: power or kernel. */
    UNKNOWN
  }
}
