/**
 * The agent {@code ip}: an address that moves between nodes, and the neighbours' knowledge of where
 * it is.
 */
@NullMarked
package ha.agents.ip;

import org.jspecify.annotations.NullMarked;
