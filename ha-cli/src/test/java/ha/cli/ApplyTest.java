package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ha.api.ApplyAnswer;
import ha.api.ApplyRequest;
import ha.api.ConfigFinding;
import ha.api.ConfigFinding.Severity;
import ha.api.Endpoints;
import ha.api.PlanSummary;
import ha.model.ResourceId;
import ha.model.definition.SourcePosition;
import ha.model.ledger.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** New definitions, from the file to the settled cluster. */
class ApplyTest extends CommandTest {
  private static final String DIFF =
      """
      --- revision 12
      +++ ha.yaml
      @@ -1,2 +1,3 @@
       resources:
      -  web: {agent: dummy}
      +  web: {agent: process}
      """;
  private static final PlanSummary RESTART =
      new PlanSummary(
          List.of(
              new PlanSummary.Step(
                  "restart",
                  "web",
                  Optional.of(Samples.ALICE),
                  Optional.empty(),
                  "its agent changed (ha.yaml:3:9)")),
          List.of(new PlanSummary.Downtime(new ResourceId("web"), Duration.ofSeconds(2))),
          List.of());

  @Test
  void showsAsksAppliesAndFollows() throws IOException {
    answer(DIFF, RESTART);

    Run run = run().terminal().typing("y\n").hactl("apply", file(), "--reason", "real server");

    Golden.check("apply", run.out().replaceAll("\\([0-9.]+ m?s\\)", "(0 s)"));
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(daemon().received(ApplyRequest.class))
        .extracting(ApplyRequest::dryRun, ApplyRequest::base, ApplyRequest::reason)
        .containsExactly(
            tuple(true, Optional.empty(), "real server"),
            tuple(false, Optional.of(12L), "real server"));
  }

  @Test
  void dryRunCommitsNothing() throws IOException {
    answer(DIFF, RESTART);

    Run run = run().hactl("apply", "--dry-run", file());

    assertThat(run.out()).contains("+  web: {agent: process}").contains("for about 2 s");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(daemon().received(ApplyRequest.class)).hasSize(1);
  }

  @Test
  void whatInterruptsNeedsAYes() throws IOException {
    answer(DIFF, RESTART);

    assertThat(run().hactl("apply", file()).code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run().hactl("apply", "--yes", file()).code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void whatHarmsNothingNeedsNone() throws IOException {
    answer(DIFF, PlanSummary.EMPTY);

    Run run = run().hactl("apply", file());

    assertThat(run.out())
        .contains("Nothing is started, stopped or moved.")
        .contains("✔ revision 13");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void theSameAgainChangesNothing() throws IOException {
    answer("", PlanSummary.EMPTY);

    Run run = run().hactl("apply", file());

    assertThat(run.out()).isEqualTo("✔ nothing to change: revision 12 says the same\n");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(daemon().received(ApplyRequest.class)).hasSize(1);
  }

  @Test
  void errorsAreShownWithTheirLine() throws IOException {
    daemon()
        .on(
            Endpoints.APPLY,
            request ->
                new ApplyAnswer(
                    12,
                    List.of(
                        new ConfigFinding(
                            Severity.ERROR,
                            new SourcePosition("ha.yaml", 2, 8),
                            "unknown key 'agant'",
                            "one of agent, with, clone",
                            "agent")),
                    "",
                    PlanSummary.EMPTY,
                    Optional.empty(),
                    Optional.empty()));

    Run run = run().hactl("apply", file());

    assertThat(run.out())
        .isEqualTo(
            """
            ha.yaml:2:8: error: unknown key 'agant'
                2 │   web: {agant: process}
                  │        ^
              expected: one of agent, with, clone
              fix:      agent

            ✖ 1 error; nothing was changed
            """);
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void problemsAfterwardsAreAFailure() throws IOException {
    answer(DIFF, PlanSummary.EMPTY);
    clusterIs(Samples.blocked());

    Run run = run().hactl("apply", file());

    assertThat(run.out()).contains("✖ revision 13 is in force, but there are problems");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void diffExitsWith3IfThereIsOne() throws IOException {
    answer(DIFF, RESTART);
    Run differs = run().hactl("config", "diff", file());
    answer("", PlanSummary.EMPTY);
    Run same = run().hactl("config", "diff", file());

    assertThat(differs.out()).isEqualTo(DIFF);
    assertThat(differs.code()).isEqualTo(ExitCode.CONDITION_FALSE);
    assertThat(same.out()).isEmpty();
    assertThat(same.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void rollbackAppliesAnOldRevisionAsANewOne() {
    answer(DIFF, PlanSummary.EMPTY);
    daemon()
        .on(
            Endpoints.CONFIG,
            query -> new Revision(11, Samples.NOW, "old: {}\n", "root@alice", "first"));

    assertThat(run().hactl("config", "rollback", "11", "--reason", "too slow").code())
        .isEqualTo(ExitCode.OK);
    assertThat(daemon().received(ApplyRequest.class))
        .last()
        .isEqualTo(
            new ApplyRequest(
                "revision 11",
                "old: {}\n",
                false,
                Optional.of(12L),
                "back to revision 11: too slow"));
  }

  @Test
  void readsTheInput() {
    answer("", PlanSummary.EMPTY);

    run().typing("cluster: {}\n").hactl("apply", "-");

    assertThat(daemon().received(ApplyRequest.class))
        .last()
        .returns("<stdin>", ApplyRequest::file)
        .returns("cluster: {}\n", ApplyRequest::yaml);
  }

  @Test
  void aMissingFileIsAUsageError() {
    Run run = run().hactl("apply", "/nowhere/ha.yaml");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("there is no such file").contains("/nowhere/ha.yaml");
  }

  private void answer(String diff, PlanSummary plan) {
    daemon()
        .on(
            Endpoints.APPLY,
            request -> {
              boolean commits = !request.dryRun() && !diff.isEmpty();
              return new ApplyAnswer(
                  12,
                  List.of(),
                  diff,
                  plan,
                  commits ? Optional.of(13L) : Optional.empty(),
                  commits ? Optional.of("7.40") : Optional.empty());
            });
  }

  private String file() throws IOException {
    Path file = directory().resolve("ha.yaml");
    Files.writeString(file, "resources:\n  web: {agant: process}\n");
    return file.toString();
  }
}
