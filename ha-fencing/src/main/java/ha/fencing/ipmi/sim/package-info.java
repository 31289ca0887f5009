/**
 * A BMC in software: a real IPMI 2.0 server over UDP with faults that can be set while it runs.
 *
 * <p>For tests, the demo and labs; {@link ha.fencing.ipmi.sim.SimulatedBmc} is the door.
 */
@NullMarked
package ha.fencing.ipmi.sim;

import org.jspecify.annotations.NullMarked;
