/** The clusters that are simulated: from a seed, definitions as an operator would write them. */
@NullMarked
package ha.simulation.cluster;

import org.jspecify.annotations.NullMarked;
