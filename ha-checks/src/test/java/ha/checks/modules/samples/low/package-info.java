/** A module below {@link ha.checks.modules.samples.high} that reaches up. */
@NullMarked
package ha.checks.modules.samples.low;

import org.jspecify.annotations.NullMarked;
