/** Agents that manage nothing but a file: for tests, for the demo, and to try a cluster out. */
@NullMarked
package ha.agents.dummy;

import org.jspecify.annotations.NullMarked;
