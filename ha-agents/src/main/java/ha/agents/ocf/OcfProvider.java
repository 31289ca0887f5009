package ha.agents.ocf;

import ha.agents.AgentProvider;
import ha.agents.AgentSettings;
import ha.agents.ResourceAgent;
import ha.model.definition.AgentRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Provides {@code ocf:PROVIDER:TYPE}. */
public final class OcfProvider implements AgentProvider {
  /** One for each run directory: scripts of all resources share what is known of attributes. */
  private final Map<Path, AttributeHelpers> helpers = new ConcurrentHashMap<>();

  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.standard().equals(OcfScripts.STANDARD) && ref.provider().isPresent()
        ? Optional.of(new OcfAgent(ref, settings, helpers(settings)))
        : Optional.empty();
  }

  private AttributeHelpers helpers(AgentSettings settings) {
    return helpers.computeIfAbsent(
        settings.runDirectory(), directory -> new AttributeHelpers(settings));
  }

  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    return new OcfScripts(settings.ocfRoot()).names();
  }
}
