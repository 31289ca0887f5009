/** Virtual time and repeatable chance: what happens next, and in which order. */
@NullMarked
package ha.simulation.time;

import org.jspecify.annotations.NullMarked;
