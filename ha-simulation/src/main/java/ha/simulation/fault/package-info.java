/**
 * What goes wrong, and what people do: a schedule drawn from the seed before the simulation begins,
 * so that it can be cut down to what a violation needs.
 */
@NullMarked
package ha.simulation.fault;

import org.jspecify.annotations.NullMarked;
