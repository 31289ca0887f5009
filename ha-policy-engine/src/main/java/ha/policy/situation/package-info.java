/**
 * What one decision works on: nodes, resources, scores, and what was concluded of them.
 *
 * <p>Mutable, but owned by one call of {@code decide} and by one thread.
 */
@NullMarked
package ha.policy.situation;

import org.jspecify.annotations.NullMarked;
