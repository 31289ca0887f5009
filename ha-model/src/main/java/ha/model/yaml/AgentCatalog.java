package ha.model.yaml;

import ha.model.definition.AgentRef;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The agents that are at hand and what they take, so that what is wrong is noticed early. Where
 * definitions are to be checked it is found with {@link java.util.ServiceLoader}.
 */
public interface AgentCatalog {
  /** Resource agents called by a bare name, such as {@code process}. */
  SortedSet<String> resourceAgents();

  /** Built-in fence agents, such as {@code ipmi}; empty: they are not known. */
  SortedSet<String> fenceAgents();

  /** What a resource agent takes, or empty where that is not known. May run a program. */
  default Optional<AgentSchema> schema(AgentRef agent) {
    return Optional.empty();
  }
}
