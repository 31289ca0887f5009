package ha.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.definition.AgentRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of {@code broken/} and, beside it, what is said of it; -Dgolden.update rewrites. */
class BrokenFilesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "broken");

  private static final YamlReader READER = new YamlReader().knowing(new Known());

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void isToldOfAsExpected(Path file) throws IOException {
    String name = file.getFileName().toString();
    ReadResult result = READER.read(name, Files.readAllBytes(file));
    String said =
        result.findings().stream()
            .map(Finding::toString)
            .collect(Collectors.joining("\n", "", "\n"));
    Path golden = FOLDER.resolve(name.replace(".yaml", ".expected"));
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, said);
    }

    assertThat(result.findings()).isNotEmpty();
    assertThat(said).isEqualTo(Files.readString(golden));
    assertThat(result.definitions().isEmpty())
        .isEqualTo(
            result.findings().stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR));
  }

  private record Known() implements AgentCatalog {
    @Override
    public SortedSet<String> resourceAgents() {
      return new TreeSet<>(
          List.of("process", "dummy", "stateful", "drbd", "filesystem", "o2cb", "xen"));
    }

    @Override
    public SortedSet<String> fenceAgents() {
      return new TreeSet<>(List.of("ipmi", "watchdog"));
    }

    @Override
    public Optional<AgentSchema> schema(AgentRef agent) {
      Function<String, Optional<String>> path =
          value -> value.startsWith("/") ? Optional.empty() : Optional.of("an absolute path");
      return switch (agent.toString()) {
        case "filesystem" ->
            Optional.of(
                new AgentSchema(
                    List.of(
                        new AgentSchema.Parameter("device", true, Optional.empty(), path),
                        new AgentSchema.Parameter("directory", true, Optional.of("at"), path),
                        new AgentSchema.Parameter(
                            "type", false, Optional.empty(), v -> Optional.empty())),
                    true,
                    false));
        case "ocf:test:Script" ->
            Optional.of(
                new AgentSchema(
                    List.of(
                        new AgentSchema.Parameter(
                            "state", true, Optional.empty(), v -> Optional.empty())),
                    false,
                    false));
        default -> Optional.empty();
      };
    }
  }
}
