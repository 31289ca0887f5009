/**
 * Whether fencing would work, asked ahead of the day on which it has to: every member logs in to
 * the fence devices of all others from time to time and reads the power state, and what came of it
 * is an attribute of the member that asked.
 */
@NullMarked
package ha.daemon.proof;

import org.jspecify.annotations.NullMarked;
