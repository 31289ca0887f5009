/**
 * The contract of a fence device, its results as values, and how devices are built from
 * definitions.
 *
 * <p>An implementation registers a {@link ha.fencing.device.DeviceFactory} for {@code
 * ServiceLoader}.
 */
@NullMarked
package ha.fencing.device;

import org.jspecify.annotations.NullMarked;
