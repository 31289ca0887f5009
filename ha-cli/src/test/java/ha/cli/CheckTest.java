package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ConfigFinding;
import ha.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
    List<String> warnings = run.out().lines().filter(line -> line.contains(": warning: ")).toList();
    assertThat(warnings).allMatch(line -> line.contains("all that can fence node"));
    assertThat(run.out())
        .containsPattern(
            "✔ \\Q" + example + "\\E: (nothing wrong|" + warnings.size() + " warnings?)\n$");
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

  private static final String TWO_NODES =
      """
      cluster: {name: x, fence-delay: 1s}
      nodes:
        alice: {links: [10.0.0.1, 10.1.0.1], fence: [alice-bmc]}
        bob: {links: [10.0.0.2, 10.1.0.2], fence: [bob-bmc, slots]}
      fence-devices:
        slots: {agent: disk, device: /dev/disk/by-id/x}
        bob-bmc: {agent: ipmi, address: 10.0.9.2, user: ha, password-file: bob}
      """;

  private Run checkWith(String device) throws IOException {
    Path file = directory.resolve("ha.yaml");
    Files.writeString(file, TWO_NODES + "  alice-bmc: " + device + "\n");
    return check(file.toString());
  }

  @Test
  void aNodeThatOnlyItsOwnControllerCanFenceIsWarnedOf() throws IOException {
    Run run = checkWith("{agent: ipmi, address: 10.0.9.1, user: ha, password-file: alice}");

    assertThat(run.out())
        .contains("warning: all that can fence node 'alice' shares its")
        .doesNotContain("fence node 'bob'");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aSecretFileThatOthersCanReadIsWarnedOf() throws IOException {
    Path secret = Files.writeString(directory.resolve("alice"), "secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
    String device = "{agent: ipmi, address: 10.0.9.1, user: ha, password-file: alice}";

    assertThat(checkWith(device).out()).contains("is open to others").contains("chmod 600");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    assertThat(checkWith(device).out()).doesNotContain("is open to others");
  }

  @Test
  void cycleIsWarnedOf() throws IOException {
    assertThat(checkWith("{agent: fence_nowhere, method: cycle}").out())
        .contains("warning: method: cycle proves nothing");
  }

  @Test
  void aMistypedFenceAgentIsCaught() throws IOException {
    Run run = checkWith("{agent: impi, address: 10.0.9.1, user: ha, password-file: alice}");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(checkWith("{agent: ipmmi, address: 10.0.9.1}").out()).contains("ipmi");
  }

  @Test
  void aMistypedParameterOfADeviceIsCaught() throws IOException {
    Run run = checkWith("{agent: ipmi, adress: 10.0.9.1, user: ha, password-file: alice}");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).contains("did you mean 'address'?");
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
