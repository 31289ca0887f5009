package ha.agents;

import ha.model.definition.AgentRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** All agents of this node. Thread-safe. */
public final class Agents {
  private final List<AgentProvider> providers;
  private final AgentSettings settings;
  private final Map<AgentRef, ResourceAgent> opened = new ConcurrentHashMap<>();

  private Agents(List<AgentProvider> providers, AgentSettings settings) {
    this.providers = List.copyOf(providers);
    this.settings = settings;
  }

  /** Those of the given providers alone; the first that has an agent provides it. */
  public static Agents of(List<AgentProvider> providers, AgentSettings settings) {
    return new Agents(providers, settings);
  }

  /** Those on the class path. */
  public static Agents discover(AgentSettings settings) {
    return load(settings, Agents.class.getClassLoader());
  }

  /**
   * Those on the class path and in the jars of {@code plugins}, which only its owner may write to.
   *
   * @throws UncheckedIOException if the directory cannot be read
   */
  public static Agents discover(AgentSettings settings, Path plugins) {
    try (Stream<Path> files = Files.list(plugins)) {
      List<URL> jars = new ArrayList<>();
      for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(jar.toUri().toURL());
      }
      // Open as long as the daemon lives: agents load their classes when they need them.
      var loader = new URLClassLoader(jars.toArray(URL[]::new), Agents.class.getClassLoader());
      return load(settings, loader);
    } catch (IOException e) {
      throw new UncheckedIOException("plugin directory " + plugins + " cannot be read", e);
    }
  }

  private static Agents load(AgentSettings settings, ClassLoader loader) {
    List<AgentProvider> found = new ArrayList<>();
    ServiceLoader.load(AgentProvider.class, loader).forEach(found::add);
    return new Agents(found, settings);
  }

  /** The agent of that name, or empty if this node has none. */
  public Optional<ResourceAgent> find(AgentRef ref) {
    ResourceAgent known = opened.get(ref);
    if (known != null) {
      return Optional.of(known);
    }
    for (AgentProvider provider : providers) {
      Optional<ResourceAgent> agent = provider.agent(ref, settings);
      if (agent.isPresent()) {
        ResourceAgent earlier = opened.putIfAbsent(ref, agent.get());
        return Optional.of(earlier == null ? agent.get() : earlier);
      }
    }
    return Optional.empty();
  }

  /** Names of all agents, sorted, without repetitions. */
  public List<AgentRef> names() {
    TreeSet<AgentRef> all = new TreeSet<>(java.util.Comparator.comparing(AgentRef::toString));
    providers.forEach(p -> all.addAll(p.agents(settings)));
    return List.copyOf(all);
  }

  /** Where these agents find and leave things. */
  public AgentSettings settings() {
    return settings;
  }
}
