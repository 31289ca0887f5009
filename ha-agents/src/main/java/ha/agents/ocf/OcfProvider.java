package ha.agents.ocf;

import ha.agents.AgentProvider;
import ha.agents.AgentSettings;
import ha.agents.ResourceAgent;
import ha.model.definition.AgentRef;
import java.util.List;
import java.util.Optional;

/** Provides {@code ocf:PROVIDER:TYPE}. */
public final class OcfProvider implements AgentProvider {
  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.standard().equals(OcfScripts.STANDARD) && ref.provider().isPresent()
        ? Optional.of(new OcfAgent(ref, settings))
        : Optional.empty();
  }

  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    return new OcfScripts(settings.ocfRoot()).names();
  }
}
