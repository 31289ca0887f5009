/** The plan with its reasons, as the rest of the system reads it. */
@NullMarked
package ha.policy.explain;

import org.jspecify.annotations.NullMarked;
