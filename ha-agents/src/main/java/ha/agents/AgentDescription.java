package ha.agents;

/** What an agent says about itself, or why it could not be asked. */
public sealed interface AgentDescription permits AgentMetadata, AgentDescription.Unavailable {
  /** The agent is there but does not describe itself. */
  record Unavailable(String reason) implements AgentDescription {}
}
