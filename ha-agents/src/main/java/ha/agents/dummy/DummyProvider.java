package ha.agents.dummy;

import ha.agents.AgentProvider;
import ha.agents.AgentSettings;
import ha.agents.ResourceAgent;
import ha.model.definition.AgentRef;
import java.util.List;
import java.util.Optional;

/** Provides the agents {@code dummy} and {@code stateful}. */
public final class DummyProvider implements AgentProvider {
  private static final AgentRef DUMMY = AgentRef.builtIn("dummy");
  private static final AgentRef STATEFUL = AgentRef.builtIn("stateful");

  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    if (ref.equals(DUMMY)) {
      return Optional.of(new DummyAgent(settings));
    }
    return ref.equals(STATEFUL) ? Optional.of(new StatefulAgent(settings)) : Optional.empty();
  }

  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    return List.of(DUMMY, STATEFUL);
  }
}
