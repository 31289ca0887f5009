/** Capacities of nodes and needs of resources. */
@NullMarked
package ha.policy.utilization;

import org.jspecify.annotations.NullMarked;
