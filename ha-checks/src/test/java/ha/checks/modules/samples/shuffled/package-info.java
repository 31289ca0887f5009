/** Collections without an order. */
@NullMarked
package ha.checks.modules.samples.shuffled;

import org.jspecify.annotations.NullMarked;
