package ha.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ha.daemon.config.NodeConfigReader.InvalidNodeConfig;
import ha.model.NodeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeConfigReaderTest {
  @TempDir private Path directory;

  private NodeConfig read(String text) throws Exception {
    return NodeConfigReader.read(Files.writeString(directory.resolve("had.yaml"), text));
  }

  @Test
  void nameIsEnough() throws Exception {
    NodeConfig config = read("node: alice\n");

    assertThat(config.node()).isEqualTo(new NodeName("alice"));
    assertThat(config.stateDirectory()).isEqualTo(Path.of("/var/lib/had"));
    assertThat(config.socket()).isEqualTo(Path.of("/run/had/api.sock"));
    assertThat(config.previousKeyFile()).isEmpty();
  }

  @Test
  void relativePathsStartAtTheFile() throws Exception {
    NodeConfig config = read("node: alice\nrun-directory: run\nkey-file: ../key\n");

    assertThat(config.runDirectory()).isEqualTo(directory.resolve("run"));
    assertThat(config.socket()).isEqualTo(directory.resolve("run/api.sock"));
    assertThat(config.keyFile()).isEqualTo(directory.resolveSibling("key"));
  }

  @Test
  void watchdogResetsAfterTenSecondsUnlessSaidOtherwise() throws Exception {
    assertThat(read("node: alice\nwatchdog: /dev/watchdog\n").watchdog())
        .contains(new NodeConfig.Watchdog(Path.of("/dev/watchdog"), Duration.ofSeconds(10)));
    assertThat(read("node: alice\nwatchdog: w\nwatchdog-timeout: 30s\n").watchdog())
        .contains(new NodeConfig.Watchdog(directory.resolve("w"), Duration.ofSeconds(30)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node: alice\\nsokcet: /x|:2:1: unknown key 'sokcet'; known are: node,",
        "node: alice\\nsocket: [a]|:2:1: 'socket' must have a plain value",
        "node:|:1:1: 'node' must have a plain value",
        "key-file: /k|: 'node' is missing; it names this machine",
        "- alice|: must hold keys and values",
        "node: a\\nwatchdog: /w\\nwatchdog-timeout: 1s|'watchdog-timeout' is '1s'; expected whole",
        "node: a\\nwatchdog-timeout: 9s|'watchdog-timeout' without 'watchdog'",
        "node: 'Not A Name!'|had.yaml",
        "node: 'alice|had.yaml:",
      })
  void mistakesAreNamedWithPlaceAndWayOut(String text, String expected) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOf(InvalidNodeConfig.class)
        .hasMessageContaining(expected)
        .hasMessageContaining("had.yaml");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertThatThrownBy(() -> read("nod: alice\nsokcet: x\n"))
        .hasMessageContaining(":1:1")
        .hasMessageContaining(":2:1")
        .hasMessageContaining("'node' is missing");
  }

  @Test
  void missingFileSaysHowToNameIt() {
    assertThatThrownBy(() -> NodeConfigReader.read(directory.resolve("none.yaml")))
        .isInstanceOf(InvalidNodeConfig.class)
        .hasMessageContaining("none.yaml")
        .hasMessageContaining("--config");
  }
}
