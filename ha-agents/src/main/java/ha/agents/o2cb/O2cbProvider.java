package ha.agents.o2cb;

import ha.agents.AgentProvider;
import ha.agents.AgentSettings;
import ha.agents.ResourceAgent;
import ha.model.definition.AgentRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Provides the agent {@code o2cb}. */
public final class O2cbProvider implements AgentProvider {
  private static final AgentRef O2CB = AgentRef.builtIn("o2cb");

  private final Path system;

  /** Of this machine. */
  public O2cbProvider() {
    this(Path.of("/"));
  }

  /** Of a machine whose {@code /sys} and {@code /proc} lie below {@code system}. */
  O2cbProvider(Path system) {
    this.system = system;
  }

  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.equals(O2CB) ? Optional.of(new O2cbAgent(settings, system)) : Optional.empty();
  }

  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    return List.of(O2CB);
  }
}
