/** A module above. */
@NullMarked
package ha.checks.modules.samples.high;

import org.jspecify.annotations.NullMarked;
