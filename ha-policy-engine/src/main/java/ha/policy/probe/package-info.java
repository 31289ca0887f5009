/** Looks for resources where nothing is known of them. */
@NullMarked
package ha.policy.probe;

import org.jspecify.annotations.NullMarked;
