/** The agent {@code health}: whether a node is short of something, as attributes of the node. */
@NullMarked
package ha.agents.health;

import org.jspecify.annotations.NullMarked;
