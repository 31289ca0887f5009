package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.Endpoints;
import ha.api.NodeFacts;
import ha.model.ledger.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hactl report}. */
class ReportTest extends CommandTest {
  private static final String SECRET = "hunter2-canary";

  private static String tar(String... arguments) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void holdsWhatCouldBeHadWithoutSecretsAndSaysWhatNot(@TempDir Path directory) throws Exception {
    daemon()
        .on(
            Endpoints.CONFIG,
            q -> new Revision(1, Instant.EPOCH, "db: {password: " + SECRET + "}\n", "ann", ""));
    daemon()
        .on(
            Endpoints.NODE_FACTS,
            q ->
                new NodeFacts(
                    q.node(),
                    Instant.EPOCH,
                    new TreeMap<>(),
                    List.of("login with " + SECRET),
                    List.of()));
    daemon().fail(Endpoints.SITUATION, ApiError.of(Kind.NO_QUORUM, "nobody leads", "hactl status"));
    Path file = directory.resolve("r.tar.gz");

    Run run = run().hactl("report", "--output", file.toString());

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("r.tar.gz", "situation.json: nobody leads");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(tar("tar", "tzf", file.toString()))
        .contains("/README.txt", "/status.json", "/nodes/alice/log.txt")
        .doesNotContain("situation.json");
    String all = tar("tar", "xzOf", file.toString());
    assertThat(all).contains("login with <masked>", "nobody leads").doesNotContain(SECRET);

    Run again = run().hactl("report", "--output", file.toString());
    assertThat(again.code()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("is there already");
  }
}
