package ha.agents;

import ha.model.definition.AgentRef;
import java.util.List;
import java.util.Optional;

/**
 * A source of agents, found with {@link java.util.ServiceLoader}: name the implementation in {@code
 * META-INF/services/ha.agents.AgentProvider} of a jar in the plugin directory.
 */
public interface AgentProvider {
  /** The agent of that name, or empty if it is not one of this provider's. */
  Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings);

  /** All agents of this provider on this node, in order of their names. */
  List<AgentRef> agents(AgentSettings settings);
}
