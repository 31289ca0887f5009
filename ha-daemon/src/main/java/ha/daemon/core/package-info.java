/**
 * One node, whole and deterministic: agreement, controller and desk joined to one state machine.
 *
 * <p>{@link ha.daemon.core.NodeCore#step} is what the daemon's loop and the simulator drive.
 * Inside, effects of one part that are events of another are passed on until nothing is left but
 * effects on the world. No threads, clocks or I/O.
 */
@NullMarked
package ha.daemon.core;

import org.jspecify.annotations.NullMarked;
