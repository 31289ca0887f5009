package ha.fencing;

import ha.fencing.device.FenceDevice;
import ha.fencing.device.Target;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.util.List;

/**
 * An order to switch a node's power.
 *
 * @param incarnation which life of the node is to end; the answer counts for no later one
 * @param levels the node's devices: every device of a level must succeed, else the next level is
 *     tried
 * @param delay before anything is switched off; during it the power state is only read, and off
 *     ends the matter at once
 * @param timeout from now, delay included, until off must be confirmed; switching on again follows
 *     and has the devices' own timeouts
 * @param reason for people
 */
public record FenceRequest(
    NodeName node,
    Incarnation incarnation,
    FenceMode mode,
    List<List<FenceDevice>> levels,
    Duration delay,
    Duration timeout,
    String reason) {
  public FenceRequest {
    levels = levels.stream().map(List::copyOf).filter(level -> !level.isEmpty()).toList();
    if (delay.isNegative() || timeout.isNegative()) {
      throw new IllegalArgumentException("delay and timeout of a fence must not be negative");
    }
  }

  /** Whom it is for. */
  public Target target() {
    return new Target(node, incarnation);
  }
}
