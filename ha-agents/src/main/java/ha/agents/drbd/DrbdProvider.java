package ha.agents.drbd;

import ha.agents.AgentProvider;
import ha.agents.AgentSettings;
import ha.agents.ResourceAgent;
import ha.model.definition.AgentRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Provides the agent {@code drbd}. */
public final class DrbdProvider implements AgentProvider {
  private static final AgentRef DRBD = AgentRef.builtIn("drbd");

  private final Path system;

  /** Of this machine. */
  public DrbdProvider() {
    this(Path.of("/"));
  }

  /** Of a machine whose {@code /sys} and {@code /proc} lie below {@code system}. */
  DrbdProvider(Path system) {
    this.system = system;
  }

  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.equals(DRBD) ? Optional.of(new DrbdAgent(settings, system)) : Optional.empty();
  }

  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    return List.of(DRBD);
  }
}
