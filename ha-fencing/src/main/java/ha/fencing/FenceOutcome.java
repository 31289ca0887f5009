package ha.fencing;

import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.util.List;

/**
 * What became of a fence request.
 *
 * @param mode what was done in the end: of merged requests OFF wins over REBOOT
 * @param confirmedBy devices that read the node as off (or, of mode ON, as on); empty unless {@link
 *     Ending#CONFIRMED}
 * @param on how switching on again went
 * @param attempts in the order in which they ended; the oldest readings of a long wait are left out
 * @param summary one sentence for the history
 */
public record FenceOutcome(
    NodeName node,
    Incarnation incarnation,
    FenceMode mode,
    Ending ending,
    List<DeviceId> confirmedBy,
    OnPhase on,
    List<FenceAttempt> attempts,
    Duration took,
    String summary) {
  public FenceOutcome {
    confirmedBy = List.copyOf(confirmedBy);
    attempts = List.copyOf(attempts);
  }

  /** How a request ended. */
  public enum Ending {
    /** The node's power was read as asked for. */
    CONFIRMED,
    /** The deadline came first. The node's power is unknown. */
    FAILED,
    /** Withdrawn before anything was switched. */
    CANCELLED,
    /** Ended because the node is known to be off by other means; a device may have switched it. */
    BROKEN_OFF,
    /** A later incarnation of the node is known: this one must not be shot for it. */
    STALE,
    /** A request for a later incarnation, or the opposite one, took over. */
    SUPERSEDED,
    /** The node was switched off too often within the hour. */
    LIMITED
  }

  /** How far switching on again came. */
  public enum OnPhase {
    NOT_ASKED,
    PENDING,
    DONE,
    FAILED
  }

  /** Whether what was asked for was read back. */
  public boolean confirmed() {
    return ending == Ending.CONFIRMED;
  }
}
