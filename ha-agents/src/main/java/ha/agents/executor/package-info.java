/**
 * Runs operations of agents on this node: one at a time for each resource, several resources at
 * once, each with its deadline, and only what the present leader orders.
 */
@NullMarked
package ha.agents.executor;

import org.jspecify.annotations.NullMarked;
