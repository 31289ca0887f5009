/** Gives every resource its node. */
@NullMarked
package ha.policy.placement;

import org.jspecify.annotations.NullMarked;
