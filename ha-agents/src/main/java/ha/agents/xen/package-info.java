/**
 * Xen domains by {@code xl}: created, shut down, moved while they run.
 *
 * <p>A domain is told by its UUID where that is known, else by its name. No domain is ever unpaused
 * here while the other side of a migration may run.
 */
@NullMarked
package ha.agents.xen;

import org.jspecify.annotations.NullMarked;
