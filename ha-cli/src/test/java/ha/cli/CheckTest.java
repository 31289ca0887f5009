package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ConfigFinding;
import ha.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code hactl check}, which needs no daemon. */
class CheckTest {
  @TempDir private Path directory;

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "config-examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesAreFine(Path example) {
    Run run = check(example.toString());

    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).endsWith("✔ " + example + ": nothing wrong\n");
  }

  @Test
  void aMistakeIsShownInItsPlace() throws IOException {
    Path file = broken();

    Run run = check(file.toString());

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out())
        .contains(file + ":3:23: error: ")
        .contains("    3 │   web: {agent: dummy, optoins: {}}\n")
        .contains("✖ " + file + ": ");
  }

  @Test
  void findingsAsJson() throws IOException {
    Run run = check(broken().toString(), "-o", "json");

    assertThat(Json.readList(run.out().getBytes(StandardCharsets.UTF_8), ConfigFinding.class))
        .isNotEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void whatIsNotTextIsRefused() throws IOException {
    Path file = directory.resolve("ha.yaml");
    Files.write(file, new byte[] {(byte) 0xC3, 0x28});

    Run run = check(file.toString());

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("not UTF-8");
  }

  private Path broken() throws IOException {
    Path file = directory.resolve("ha.yaml");
    Files.writeString(file, "cluster: {name: x}\nresources:\n  web: {agent: dummy, optoins: {}}\n");
    return file;
  }

  private Run check(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "check";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new Run.How(directory.resolve("no.sock")).hactl(all);
  }
}
