/** What the real tools said in the lab ({@code lab/run tools}), state by state. */
@NullMarked
package ha.agents.recorded;

import org.jspecify.annotations.NullMarked;
