package ha.agents.lsb;

import ha.agents.AgentProvider;
import ha.agents.AgentSettings;
import ha.agents.ResourceAgent;
import ha.agents.TrustedFile;
import ha.model.definition.AgentRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Provides {@code lsb:SCRIPT} for the scripts of {@code /etc/init.d}. */
public final class LsbProvider implements AgentProvider {
  static final String STANDARD = "lsb";

  private final Path directory;

  /** The usual directory. */
  public LsbProvider() {
    this(Path.of("/etc/init.d"));
  }

  LsbProvider(Path directory) {
    this.directory = directory;
  }

  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.standard().equals(STANDARD)
        ? Optional.of(new LsbAgent(ref, directory.resolve(ref.type())))
        : Optional.empty();
  }

  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> Files.isRegularFile(f) && TrustedFile.problem(f).isEmpty())
          .map(f -> new AgentRef(STANDARD, Optional.empty(), f.getFileName().toString()))
          .sorted(Comparator.comparing(AgentRef::toString))
          .toList();
    } catch (IOException e) {
      // A machine without init scripts.
      return List.of();
    }
  }
}
