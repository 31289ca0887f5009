package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ClusterStatus;
import ha.api.ConfigRevisions;
import ha.api.ConfigRevisions.ConfigRevision;
import ha.api.Endpoints;
import ha.api.Explanation;
import ha.api.Explanation.Event;
import ha.api.FenceHistory;
import ha.api.FenceHistory.FenceRecord;
import ha.api.FenceHistory.Outcome;
import ha.api.HistoryPage;
import ha.api.LastEnd;
import ha.api.Queries;
import ha.api.ResourceStatus.State;
import ha.api.StatusProblem;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.SourcePosition;
import ha.model.json.Json;
import ha.model.ledger.HistoryEvent;
import ha.model.ledger.Position;
import ha.model.ledger.Revision;
import ha.model.plan.Answer;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Place;
import ha.model.plan.Answer.Remedy;
import ha.model.plan.Problem.Severity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commands that only ask. */
class AnswersTest extends CommandTest {
  private static final ResourceId WEB = new ResourceId("web");

  @Test
  void patienceThatIsNoDuration() {
    Run run = run().env("HACTL_ANSWER", "soon").hactl("history");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("HACTL_ANSWER is 'soon'").contains("write it as 30s");
  }

  @Test
  void explainShowsWhatSpokeForAndAgainstEachNode() throws IOException {
    daemon().on(Endpoints.EXPLAIN, query -> explanation());

    Run run = run().width(80).hactl("explain", "web", "--on", "bob");

    Golden.check("explain", run.out());
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(daemon().received(Queries.OfResource.class))
        .containsExactly(new Queries.OfResource(WEB, Optional.of(Samples.BOB)));
  }

  private static Explanation explanation() {
    SourcePosition prefers = new SourcePosition("ha.yaml", 14, 5);
    return new Explanation(
        "web",
        Samples.ago(Duration.ofMinutes(2)),
        12,
        List.of(
            new Answer(
                "web",
                Answer.Mood.FINE,
                "web runs on alice",
                List.of(),
                List.of(
                    new Place(
                        "alice",
                        Answer.Verdict.HERE,
                        List.of(new Cause("it prefers the node: prefers", prefers, List.of()))),
                    new Place("carol", Answer.Verdict.POSSIBLE, List.of()),
                    new Place(
                        "bob",
                        Answer.Verdict.NO,
                        List.of(
                            new Cause(
                                "it is on standby, ordered by root@alice: new disk",
                                SourcePosition.NONE,
                                List.of(Remedy.command("hactl unstandby bob")))))))),
        List.of(),
        List.of(
            new Event(
                Samples.ago(Duration.ofMinutes(9)), "monitor of web on bob failed (exit code 7)")));
  }

  @Test
  void historyIsReadFromTheOldest() {
    daemon()
        .on(
            Endpoints.HISTORY,
            query ->
                new HistoryPage(
                    List.of(
                        event(5, "alice is lost: no beats on any link", "cluster"),
                        event(4, "web to be stopped: restore", "root@bob")),
                    true));

    Run run = run().hactl("history", "alice", "--since", "2h");

    assertThat(run.out())
        .isEqualTo(
            """
            2026-03-04 11:55:00.000  alice is lost: no beats on any link
            2026-03-04 11:56:00.000  web to be stopped: restore  by root@bob
            There is more before that: --limit N, --since TIME
            """);
    assertThat(daemon().received(Queries.OfHistory.class))
        .containsExactly(
            new Queries.OfHistory(
                Optional.empty(),
                Optional.of(Samples.ALICE),
                Optional.of(Samples.ago(Duration.ofHours(2))),
                Optional.empty()));
  }

  private static HistoryEvent event(int minutes, String text, String author) {
    return new HistoryEvent(
        new Position(new Term(7), 12),
        Samples.ago(Duration.ofMinutes(minutes)),
        text,
        Optional.empty(),
        Optional.empty(),
        author);
  }

  @Test
  void historyOfSomethingUnknown() {
    assertThat(run().hactl("history", "wep").err()).contains("perhaps web");
  }

  @Test
  void fenceHistory() throws IOException {
    daemon()
        .on(
            Endpoints.FENCE_HISTORY,
            all ->
                new FenceHistory(
                    List.of(
                        fencing(Optional.empty(), Outcome.UNDER_WAY, "", ""),
                        fencing(
                            Optional.of(Duration.ofMillis(1800)),
                            Outcome.CONFIRMED,
                            "alice-bmc",
                            "power read back off"),
                        fencing(
                            Optional.of(Duration.ofSeconds(60)),
                            Outcome.FAILED,
                            "alice-bmc",
                            "no answer from 10.0.9.1"))));

    Golden.check("fence-history", run().width(120).hactl("fence", "history").out());
  }

  @Test
  void whyRebooted() throws IOException {
    daemon()
        .on(
            Endpoints.WHY_REBOOTED,
            query ->
                new LastEnd(
                    query.node(),
                    LastEnd.Cause.FENCED,
                    Optional.of(Samples.ago(Duration.ofHours(1))),
                    "alice was fenced (alice-bmc: power read back off), because alice is lost",
                    List.of(
                        new LastEnd.Known(
                            Samples.ago(Duration.ofMinutes(61)),
                            "black box",
                            "without the cluster: bob is not heard"),
                        new LastEnd.Known(
                            Samples.ago(Duration.ofHours(1)),
                            "ledger",
                            "alice is off: power read back off (alice-bmc)"))));

    Golden.check("why-rebooted", run().width(100).hactl("why-rebooted", "alice").out());
    assertThat(json(LastEnd.class, "why-rebooted", "alice").known()).hasSize(2);
  }

  private static FenceRecord fencing(
      Optional<Duration> took, Outcome outcome, String by, String detail) {
    return new FenceRecord(
        Samples.ALICE,
        new Incarnation(17),
        Samples.ago(Duration.ofHours(1)),
        took.map(Samples.ago(Duration.ofHours(1))::plus),
        outcome,
        by,
        "cluster",
        "lost with web on it",
        detail,
        outcome == Outcome.FAILED ? 3 : 1);
  }

  @Test
  void quorum() {
    assertThat(run().hactl("quorum").out())
        .isEqualTo(
            """
            ✔ quorum · 3 of 3 votes, 2 needed · led by alice, term 7
              more than half of the votes are here
            """);
  }

  @Test
  void quorumThatIsMissingSaysWhatItWaitsFor() {
    clusterIs(Samples.waitingForPeer());

    Run run = run().hactl("quorum");

    assertThat(run.out())
        .contains("✖ no quorum · 1 of 2 votes, 2 needed · no leader")
        .contains("for bob, since 3 min")
        .contains("hactl quorum lead-alone --off bob");
    assertThat(run.code()).isEqualTo(ExitCode.NO_QUORUM);
  }

  @Test
  void configShowPrintsTheFileAsItIs() {
    String yaml = "cluster: {name: xen-ha}\n\nnodes:\n  alice: {}   # the first\n";
    daemon()
        .on(
            Endpoints.CONFIG,
            query -> new Revision(12, Samples.NOW, yaml, "root@alice", "second disk"));

    assertThat(run().width(60).hactl("config", "show", "12").out()).isEqualTo(yaml);
    assertThat(daemon().received(Queries.OfRevision.class))
        .containsExactly(new Queries.OfRevision(Optional.of(12L)));
  }

  @Test
  void configHistoryMarksTheOneInForce() {
    daemon()
        .on(
            Endpoints.CONFIG_REVISIONS,
            all ->
                new ConfigRevisions(
                    12,
                    List.of(
                        new ConfigRevision(12, Samples.NOW, "root@alice", "second disk"),
                        new ConfigRevision(11, Samples.ago(Duration.ofDays(1)), "root@bob", ""))));

    assertThat(run().hactl("config", "history").out())
        .isEqualTo(
            """
            ● 12  2026-03-04 12:00  root@alice  second disk
              11  2026-03-03 12:00  root@bob
            """);
  }

  @Test
  void everyAnswerIsAvailableAsJson() {
    daemon().on(Endpoints.EXPLAIN, query -> explanation());
    daemon().on(Endpoints.HISTORY, query -> new HistoryPage(List.of(), false));
    daemon().on(Endpoints.FENCE_HISTORY, all -> new FenceHistory(List.of()));
    daemon().on(Endpoints.CONFIG_REVISIONS, all -> new ConfigRevisions(0, List.of()));

    assertThat(json(ClusterStatus.class, "status")).isEqualTo(Samples.healthy());
    assertThat(json(Explanation.class, "explain", "web")).isEqualTo(explanation());
    assertThat(json(HistoryPage.class, "history").events()).isEmpty();
    assertThat(json(FenceHistory.class, "fence", "history").fencings()).isEmpty();
    assertThat(json(ConfigRevisions.class, "config", "history").current()).isZero();
    assertThat(json(ClusterStatus.QuorumStatus.class, "quorum").held()).isTrue();
  }

  private <T> T json(Class<T> type, String... command) {
    String[] all = java.util.Arrays.copyOf(command, command.length + 2);
    all[command.length] = "-o";
    all[command.length + 1] = "json";
    Run run = run().hactl(all);
    assertThat(run.err()).isEmpty();
    return Json.read(run.out(), type);
  }

  @Test
  void namesFromTheNetworkCannotDriveTheTerminal() {
    ClusterStatus healthy = Samples.healthy();
    clusterIs(
        Samples.cluster(
            healthy.quorum(),
            Optional.of(new NodeName("alice")),
            healthy.nodes(),
            List.of(
                Samples.primitive(
                    "web", "process", Samples.instance("web", State.STARTED, Samples.ALICE))),
            List.of(),
            List.of(
                new StatusProblem(
                    Severity.WARNING,
                    Optional.empty(),
                    Optional.empty(),
                    "\u001B[2J\u202Egone\u0007\r\nsecond\u009B line",
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    ""))));

    assertThat(run().hactl("status").out())
        .contains("\uFFFD[2J\uFFFDgone\uFFFD second\uFFFD line")
        .doesNotContain("\u001B", "\u0007", "\u202E", "\u009B", "\r");
  }
}
