/**
 * Switches nodes off and proves it: runs a fence request over the levels of a node's devices.
 *
 * <p>{@link ha.fencing.Fencer} is the door.
 */
@NullMarked
package ha.fencing;

import org.jspecify.annotations.NullMarked;
