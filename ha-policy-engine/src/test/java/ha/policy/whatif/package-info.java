/** Imagined events. */
@NullMarked
package ha.policy.whatif;

import org.jspecify.annotations.NullMarked;
