package ha.agents;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agents that there are take what the examples give them. */
class ExamplesTest {
  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "config-examples"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void hasNoFindingsWhereTheAgentsAreKnown(Path example) throws IOException {
    assertThat(
            new YamlReader()
                .read(example.getFileName().toString(), Files.readAllBytes(example))
                .findings())
        .isEmpty();
  }
}
