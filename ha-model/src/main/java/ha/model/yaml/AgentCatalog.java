package ha.model.yaml;

import java.util.SortedSet;

/** Names of the agents that come with the cluster manager, so that a wrong one is noticed early. */
public interface AgentCatalog {
  /** Built-in resource agents, such as {@code process}. */
  SortedSet<String> resourceAgents();

  /** Built-in fence agents, such as {@code ipmi}. */
  SortedSet<String> fenceAgents();
}
