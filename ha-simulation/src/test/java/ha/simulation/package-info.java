/** Tests of the simulator, and by it. */
@NullMarked
package ha.simulation;

import org.jspecify.annotations.NullMarked;
