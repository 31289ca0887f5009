package ha.agents.xen;

import ha.agents.AgentProvider;
import ha.agents.AgentSettings;
import ha.agents.ResourceAgent;
import ha.model.definition.AgentRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Provides the agent {@code xen}. */
public final class XenProvider implements AgentProvider {
  private static final AgentRef XEN = AgentRef.builtIn("xen");

  private final Path system;

  /** Of this machine. */
  public XenProvider() {
    this(Path.of("/"));
  }

  /** Of a machine whose {@code /sys}, {@code /proc} and {@code /dev} lie below {@code system}. */
  XenProvider(Path system) {
    this.system = system;
  }

  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.equals(XEN) ? Optional.of(new XenAgent(settings, system)) : Optional.empty();
  }

  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    return List.of(XEN);
  }
}
