package ha.agents;

import ha.model.definition.AgentRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Provides one agent that is called by a bare name. */
public abstract class BuiltIn implements AgentProvider {
  private final AgentRef name;
  private final Function<AgentSettings, ResourceAgent> maker;

  /**
   * @param name bare, such as {@code ip}
   * @param maker makes the agent, once for each node
   */
  protected BuiltIn(String name, Function<AgentSettings, ResourceAgent> maker) {
    this.name = AgentRef.builtIn(name);
    this.maker = maker;
  }

  @Override
  public final Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.equals(name) ? Optional.of(maker.apply(settings)) : Optional.empty();
  }

  @Override
  public final List<AgentRef> agents(AgentSettings settings) {
    return List.of(name);
  }
}
