/** The other half of the circle. */
@NullMarked
package ha.checks.modules.samples.right;

import org.jspecify.annotations.NullMarked;
