/**
 * Simulated clusters: real cores, real engine, real ledger, in virtual time, from one seed.
 *
 * <p>{@link ha.simulation.SimulateMain} is the command, {@link ha.simulation.Simulation} one run: a
 * chaotic time in which only safety counts, then everything is mended and the cluster has to find
 * back by itself.
 */
@NullMarked
package ha.simulation;

import org.jspecify.annotations.NullMarked;
