package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ClusterStatus;
import ha.api.Endpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code hactl status} shows, letter by letter. */
class StatusGoldenTest {
  @TempDir private Path directory;

  @Test
  void healthy() throws IOException {
    golden("healthy", Samples.healthy(), ExitCode.OK, how -> how);
  }

  @Test
  void healthyInColour() throws IOException {
    golden("colour", Samples.healthy(), ExitCode.OK, how -> how.env("CLICOLOR_FORCE", "1"));
  }

  @Test
  void healthyWide() throws IOException {
    golden("wide", Samples.healthy(), ExitCode.OK, how -> how.width(140), "-o", "wide");
  }

  @Test
  void nodeLostAndBeingFenced() throws IOException {
    golden("being-fenced", Samples.beingFenced(), ExitCode.OK, how -> how);
  }

  @Test
  void noQuorum() throws IOException {
    golden("no-quorum", Samples.noQuorum(), ExitCode.NO_QUORUM, how -> how);
  }

  @Test
  void twoNodesOneWaitsForTheOther() throws IOException {
    golden("waiting-for-peer", Samples.waitingForPeer(), ExitCode.NO_QUORUM, how -> how);
  }

  @Test
  void failedResourceBlocked() throws IOException {
    golden("blocked", Samples.blocked(), ExitCode.OK, how -> how);
  }

  @Test
  void maintenance() throws IOException {
    golden("maintenance", Samples.maintenance(), ExitCode.OK, how -> how);
  }

  @Test
  void sixtyColumns() throws IOException {
    golden("narrow", Samples.beingFenced(), ExitCode.OK, how -> how.width(60));
  }

  @Test
  void sixtyColumnsInMaintenance() throws IOException {
    golden("narrow-maintenance", Samples.maintenance(), ExitCode.OK, how -> how.width(60));
  }

  @Test
  void asciiOnly() throws IOException {
    golden("ascii", Samples.blocked(), ExitCode.OK, how -> how.env("LANG", "C"));
  }

  @Test
  void problemsOnly() throws IOException {
    golden("problems", Samples.blocked(), ExitCode.CONDITION_FALSE, how -> how, "--problems");
  }

  @Test
  void oneNode() throws IOException {
    golden("one-node", Samples.blocked(), ExitCode.OK, how -> how, "--node", "bob");
  }

  private void golden(
      String name,
      ClusterStatus status,
      int code,
      UnaryOperator<Run.How> surroundings,
      String... options)
      throws IOException {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "status";
    System.arraycopy(options, 0, arguments, 1, options.length);
    try (FakeDaemon daemon = new FakeDaemon(directory.resolve("api.sock"))) {
      daemon.on(Endpoints.STATUS, all -> status);
      Run run = surroundings.apply(new Run.How(daemon.socket())).hactl(arguments);
      assertThat(run.err()).isEmpty();
      Golden.check(name, run.out());
      assertThat(run.code()).isEqualTo(code);
    }
  }
}
