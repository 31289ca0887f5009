/**
 * Runs the field's fence agents, programs named {@code fence_*}, as fence devices.
 *
 * <p>Secrets go to standard input only; the runner, not the agent, owns the deadline.
 */
@NullMarked
package ha.fencing.agent;

import org.jspecify.annotations.NullMarked;
