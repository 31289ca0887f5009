package ha.agents;

import ha.model.definition.AgentRef;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.yaml.AgentCatalog;
import ha.model.yaml.AgentSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** What the agents of this machine take, for whoever checks definitions. Thread-safe. */
public final class AgentsCatalog implements AgentCatalog {
  /** Where plugins lie unless the daemon's configuration names another place. */
  public static final Path PLUGINS = Path.of("/usr/local/lib/had/agents");

  private static final Path NOWHERE = Path.of("/nonexistent");

  private final Agents agents;
  private final boolean scriptsToo;

  /** Of the agents on the class path and in the usual directory of plugins. */
  public AgentsCatalog() {
    this(usual(), true);
  }

  private AgentsCatalog(Agents agents, boolean scriptsToo) {
    this.agents = agents;
    this.scriptsToo = scriptsToo;
  }

  /** Of those that can be asked without running anything. */
  public static AgentsCatalog withoutScripts(Agents agents) {
    return new AgentsCatalog(agents, false);
  }

  /** Nothing is run but scripts that describe themselves, so no place for anything is needed. */
  private static Agents usual() {
    AgentSettings settings = AgentSettings.of(NOWHERE, NOWHERE).unnoted();
    return Files.isReadable(PLUGINS)
        ? Agents.discover(settings, PLUGINS)
        : Agents.discover(settings);
  }

  @Override
  public SortedSet<String> resourceAgents() {
    SortedSet<String> names = new TreeSet<>();
    agents.names().stream()
        .filter(ref -> ref.standard().equals(AgentRef.BUILT_IN))
        .forEach(ref -> names.add(ref.type()));
    return names;
  }

  @Override
  public SortedSet<String> fenceAgents() {
    return new TreeSet<>(FenceDeviceDefinition.BUILT_IN);
  }

  @Override
  public Optional<AgentSchema> schema(AgentRef ref) {
    if (!scriptsToo && !ref.standard().equals(AgentRef.BUILT_IN)) {
      return Optional.empty();
    }
    return agents
        .find(ref)
        .flatMap(agent ->
            agent.describe() instanceof AgentMetadata metadata
                ? Optional.of(schema(metadata, ref.standard().equals(AgentRef.BUILT_IN)))
                : Optional.empty());
  }

  /** Scripts say of values what people take for a hint: their kinds are not held against anyone. */
  private static AgentSchema schema(AgentMetadata metadata, boolean ours) {
    Function<AgentMetadata.Parameter, Function<String, Optional<String>>> expected =
        parameter -> ours ? parameter::expected : value -> Optional.empty();
    return new AgentSchema(
        metadata.parameters().stream()
            .map(p ->
                new AgentSchema.Parameter(
                    p.name(), p.required(), p.uniqueGroup(), expected.apply(p)))
            .toList(),
        ours,
        metadata.promotable());
  }
}
