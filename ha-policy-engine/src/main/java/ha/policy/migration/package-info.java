/** Live migration instead of stop and start, where everything permits it. */
@NullMarked
package ha.policy.migration;

import org.jspecify.annotations.NullMarked;
