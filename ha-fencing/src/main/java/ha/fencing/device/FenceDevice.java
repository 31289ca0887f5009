package ha.fencing.device;

import ha.model.DeviceId;
import java.time.Duration;

/**
 * Something that can switch nodes off.
 *
 * <p>Every operation returns by its deadline, tells its outcome as a value and throws nothing. An
 * operation is blocking and belongs on a virtual thread of its own; devices may be used by several
 * threads at once and themselves let only one operation at a time through where the hardware needs
 * it. No operation but {@link #off} and {@link #on} changes anything.
 */
public interface FenceDevice {
  /** Name in the definitions. */
  DeviceId id();

  /**
   * Whether a node switches itself on at this device when it joins: it cuts a node off from disks
   * or networks and must not let it back before the node is known to be sane.
   */
  default boolean unfences() {
    return false;
  }

  /** How long an {@link #off} of this device may take by its definition. */
  Duration timeout();

  /** Switches off and returns success only after off was read back. */
  FenceResult off(Target target, Deadline deadline);

  /** Switches on and returns success only after on was read back. */
  FenceResult on(Target target, Deadline deadline);

  /** Reads the power state. */
  FenceResult status(Target target, Deadline deadline);

  /** Proves without changing anything that {@link #off} would be let through: login, rights. */
  FenceResult monitor(Target target, Deadline deadline);

  /** What the device can switch. */
  PlugList list(Deadline deadline);
}
