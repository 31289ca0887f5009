package ha.agents.process;

import ha.agents.AgentProvider;
import ha.agents.AgentSettings;
import ha.agents.ResourceAgent;
import ha.agents.command.Launcher;
import ha.agents.command.ProcFs;
import ha.model.definition.AgentRef;
import java.util.List;
import java.util.Optional;

/** Provides the agent {@code process}. */
public final class ProcessProvider implements AgentProvider {
  private static final AgentRef NAME = AgentRef.builtIn("process");

  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.equals(NAME)
        ? Optional.of(new ProcessAgent(settings, Launcher.system(), ProcFs.system()))
        : Optional.empty();
  }

  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    return List.of(NAME);
  }
}
