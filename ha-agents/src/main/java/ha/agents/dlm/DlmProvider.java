package ha.agents.dlm;

import ha.agents.AgentProvider;
import ha.agents.AgentSettings;
import ha.agents.ResourceAgent;
import ha.model.definition.AgentRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Provides the agent {@code dlm}. */
public final class DlmProvider implements AgentProvider {
  private static final AgentRef DLM = AgentRef.builtIn("dlm");

  private final Path system;

  /** Of this machine. */
  public DlmProvider() {
    this(Path.of("/"));
  }

  /** Of a machine whose {@code /sys} and {@code /proc} lie below {@code system}. */
  DlmProvider(Path system) {
    this.system = system;
  }

  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.equals(DLM) ? Optional.of(new DlmAgent(system)) : Optional.empty();
  }

  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    return List.of(DLM);
  }
}
