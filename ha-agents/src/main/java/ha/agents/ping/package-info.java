/** The agent {@code ping}: how many of some hosts answer, as an attribute of the node. */
@NullMarked
package ha.agents.ping;

import org.jspecify.annotations.NullMarked;
