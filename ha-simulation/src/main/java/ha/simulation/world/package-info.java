/**
 * The simulated world: machines with power, daemons, disks and what really runs on them; the
 * network between them; the controllers of their power; and virtual time.
 *
 * <p>The daemons are real: each drives a {@link ha.daemon.core.NodeCore} with the real policy
 * engine and the real ledger on a {@link ha.membership.ledger.MemoryDisk}. What truly is the case
 * (power, activity) is kept apart from what agents and devices report of it; a {@link
 * ha.simulation.world.Witness} sees the truth.
 */
@NullMarked
package ha.simulation.world;

import org.jspecify.annotations.NullMarked;
