package ha.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  private static final Path FOLDER = Path.of("..", "config-examples");

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isReadWithoutFindings(Path example) throws IOException {
    ReadResult result =
        new YamlReader().read(example.getFileName().toString(), Files.readAllBytes(example));

    assertThat(result.findings()).isEmpty();
    assertThat(result.definitions()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void comesBackAsItWasWritten(Path example) throws IOException {
    RoundTrip.check(
        example.toString(),
        new YamlReader().read("example", Files.readString(example)).definitions().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isNamedInTheReadme(Path example) throws IOException {
    assertThat(Files.readString(FOLDER.resolve("README.md")))
        .contains("](" + example.getFileName() + ")");
  }
}
