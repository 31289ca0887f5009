package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.Endpoints;
import ha.model.ledger.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hactl agents} and {@code hactl agent}. */
class AgentsTest extends CommandTest {
  private static final String DEFINITIONS =
      """
      cluster: {name: test}
      nodes:
        alice: {links: [10.0.0.1, 10.1.0.1], fence: [power]}
        bob: {links: [10.0.0.2, 10.1.0.2], fence: [power]}
      fence-devices:
        power: {agent: fence_test}
      resources:
        job:
          agent: exec
          with: {start: touch STATE, stop: rm -f STATE, monitor: sh -c 'test -e STATE || exit 7'}
      """;

  @TempDir private Path scratch;

  private Path definitions() throws IOException {
    Path file = scratch.resolve("cluster.yaml");
    Files.writeString(file, DEFINITIONS.replace("STATE", scratch.resolve("state").toString()));
    return file;
  }

  /** Without a daemon. */
  private Run alone(String... words) {
    return new Run.How(scratch.resolve("no.sock")).hactl(words);
  }

  private Run byHand(String... words) {
    List<String> all = new ArrayList<>(List.of("agent", "run"));
    all.addAll(List.of(words));
    all.addAll(List.of("--run-directory", scratch.toString()));
    all.addAll(List.of("--state-directory", scratch.toString()));
    return alone(all.toArray(String[]::new));
  }

  @Test
  void listsBuiltInAgentsWithWhatTheyDo() {
    Run run = alone("agents", "list", "filesys");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("filesystem").contains("a mounted file system");
  }

  @Test
  void showsParametersAndOperations() {
    Run run = alone("agents", "show", "ip");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("an address that moves between nodes")
        .contains("duplicate-check")
        .contains("= 300ms")
        .contains("required")
        .contains("monitor");
    Run wrong = alone("agents", "show", "filesytem");
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("perhaps filesystem");
  }

  @Test
  void testsAnAgentForReal() {
    Run run = alone("agents", "test", "dummy", "--yes");
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("✔ start and stop can be repeated").doesNotContain("✖");
    assertThat(alone("agents", "test", "dummy").code())
        .as("nobody can be asked")
        .isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void runsAnOperationWithATrace() throws IOException {
    String file = definitions().toString();
    assertThat(byHand("job", "monitor", "--file", file).code()).isEqualTo(ExitCode.CONDITION_FALSE);
    assertThat(byHand("job", "start", "--file", file).code())
        .as("changes without being asked")
        .isEqualTo(ExitCode.REFUSED);
    Run start = byHand("job", "start", "--file", file, "--yes", "--trace");
    assertThat(start.code()).as(start.err()).isEqualTo(ExitCode.OK);
    assertThat(start.out()).contains("✔ start of job: Ok (exit code 0)");
    assertThat(start.err()).contains("touch " + scratch.resolve("state")).contains("= exit code 7");
    assertThat(scratch.resolve("state")).exists();
    assertThat(byHand("jobb", "monitor", "--file", file).err()).contains("perhaps job");
    assertThat(byHand("job", "dance", "--file", file).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whatTheClusterManagesIsLeftToIt() throws IOException {
    String yaml = Files.readString(definitions()).replace("  job:", "  web:");
    daemon().on(Endpoints.CONFIG, query -> new Revision(1, Instant.EPOCH, yaml, "root", ""));
    Run refused = run().hactl("agent", "run", "web", "stop", "--yes");
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.err()).contains("hactl maintenance on web");
  }

  @Test
  void checkKnowsWhatAgentsTake() throws IOException {
    Path file = definitions();
    assertThat(check(file).code()).as(check(file).out()).isEqualTo(ExitCode.OK);
    Files.writeString(file, Files.readString(file).replace("monitor:", "montior:"));
    assertThat(check(file).out())
        .contains("cluster.yaml:10:")
        .contains("agent 'exec' has no parameter 'montior'")
        .contains("monitor");
    assertThat(check(file).code()).isEqualTo(ExitCode.FAILED);
  }

  private Run check(Path file) {
    return alone("check", file.toString());
  }
}
