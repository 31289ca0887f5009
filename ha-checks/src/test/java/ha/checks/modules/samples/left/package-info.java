/** Half of a circle. */
@NullMarked
package ha.checks.modules.samples.left;

import org.jspecify.annotations.NullMarked;
