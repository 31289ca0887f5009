/** What agents share that work by running a distribution's own tools. */
@NullMarked
package ha.agents.tool;

import org.jspecify.annotations.NullMarked;
