/**
 * Proof by the clock: a countdown that resets this machine when its daemon has lost its authority
 * and cannot let go of what runs here, and the fence device that counts on the countdown of another
 * machine.
 *
 * <p>{@link ha.fencing.watchdog.Countdowns} opens the one, {@link
 * ha.fencing.watchdog.WatchdogDeviceFactory} builds the other.
 */
@NullMarked
package ha.fencing.watchdog;

import org.jspecify.annotations.NullMarked;
