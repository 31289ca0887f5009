/** Nodes that must be off before others take over, and nodes that may leave. */
@NullMarked
package ha.policy.fencing;

import org.jspecify.annotations.NullMarked;
