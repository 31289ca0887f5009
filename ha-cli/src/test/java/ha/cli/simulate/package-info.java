/** Tests of plans as graphs. */
@NullMarked
package ha.cli.simulate;

import org.jspecify.annotations.NullMarked;
