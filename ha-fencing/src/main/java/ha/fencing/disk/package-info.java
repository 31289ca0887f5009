/**
 * Fencing by messages on a shared disk. Each node has a slot there that it reads again and again; a
 * message in it is obeyed by not feeding the node's watchdog any more.
 *
 * <p>{@link ha.fencing.disk.FenceDisk} is the disk, {@link ha.fencing.disk.DiskWatch} the side that
 * obeys, {@link ha.fencing.disk.DiskDeviceFactory} builds the side that orders.
 */
@NullMarked
package ha.fencing.disk;

import org.jspecify.annotations.NullMarked;
