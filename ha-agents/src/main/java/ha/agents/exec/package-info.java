/** The agent {@code exec}: any three commands that start, stop and look. */
@NullMarked
package ha.agents.exec;

import org.jspecify.annotations.NullMarked;
