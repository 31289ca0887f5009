package ha.daemon.blackbox;

import ha.model.Incarnation;
import java.time.Instant;

/**
 * One line of the black box.
 *
 * @param number grows from line to line
 * @param at wall clock of this node
 * @param boot the kernel's name for the boot in which it was written
 * @param text for people; holds no secret
 */
public record Note(long number, Instant at, Incarnation life, String boot, Kind kind, String text) {
  /** What it tells of. */
  public enum Kind {
    /** A daemon began. */
    BEGAN,
    /** The loop ran at this moment. */
    BEAT,
    /** This node is in a term. */
    MEMBER,
    /** This node lost the others. */
    ALONE,
    /** The watchdog counts down from now on. */
    WATCHDOG_BEGUN,
    /** The watchdog is not fed any more. */
    WATCHDOG_STARVED,
    /** The watchdog is fed again. */
    WATCHDOG_SPARED,
    /** The watchdog was ended. */
    WATCHDOG_ENDED,
    /** The cluster decided to fence this node. */
    FENCE_ORDERED,
    /** The cluster holds this life for off. */
    DISOWNED,
    /** The daemon ends in an orderly way. */
    ENDED,
    /** The daemon ends because of a bug. */
    BROKE
  }
}
