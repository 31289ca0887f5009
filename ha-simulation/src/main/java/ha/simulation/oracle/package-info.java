/** What must hold after every step, whatever fails: the safety rules S1 to S11 of the design. */
@NullMarked
package ha.simulation.oracle;

import org.jspecify.annotations.NullMarked;
