package ha.fencing;

import ha.fencing.device.FenceResult;
import ha.model.DeviceId;
import java.time.Duration;
import java.time.Instant;

/**
 * One thing that a fence did with one device.
 *
 * @param level from 1
 * @param at when it began (UTC), for people
 */
public record FenceAttempt(
    int level, DeviceId device, Step step, Instant at, Duration took, FenceResult result) {
  /** What was tried. */
  public enum Step {
    /** Reading the power state while waiting. */
    WATCH,
    /** Switching off and reading back. */
    OFF,
    /** Reading once more that all devices of the level are off at one time. */
    VERIFY,
    /** Switching on again. */
    ON
  }

  @Override
  public String toString() {
    return device + " " + step + ": " + result + " after " + took.toMillis() + " ms";
  }
}
