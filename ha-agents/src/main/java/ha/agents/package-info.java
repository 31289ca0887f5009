/**
 * The contract between the cluster and what it manages: agents, their calls, their results.
 *
 * <p>An agent starts, stops and watches one kind of thing. The cluster never looks behind the
 * contract; whatever an agent cannot tell it reports as {@link ha.agents.AgentResult.Unknown}.
 */
@NullMarked
package ha.agents;

import org.jspecify.annotations.NullMarked;
