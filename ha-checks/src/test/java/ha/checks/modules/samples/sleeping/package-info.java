/** Waits by sleeping, and reads what anybody serialized. */
@NullMarked
package ha.checks.modules.samples.sleeping;

import org.jspecify.annotations.NullMarked;
