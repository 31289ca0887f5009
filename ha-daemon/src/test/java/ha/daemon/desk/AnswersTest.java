package ha.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError.Kind;
import ha.api.ClusterSituation;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.Explanation;
import ha.api.FenceChecks;
import ha.api.FenceHistory;
import ha.api.HistoryPage;
import ha.api.NodeStatus;
import ha.api.ProgressPage;
import ha.api.ProgressPage.ProgressEvent;
import ha.daemon.controller.Forecast;
import ha.daemon.proof.FenceProof;
import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.Role;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.OperatorOverride;
import ha.model.plan.Plan;
import ha.model.plan.Problem;
import ha.model.snapshot.Snapshot;
import ha.model.snapshot.Standing;
import ha.policy.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the desk answers to questions. */
final class AnswersTest extends DeskScene {
  // ---- questions -----------------------------------------------------------------------------

  @Test
  void explainsWhatWasDecided() {
    plan =
        Scheduler.decide(
            definitions().orElseThrow(), new Snapshot(true, new TreeMap<>(), new TreeMap<>()), AT);
    assertThat(answer(call(Endpoints.EXPLAIN, "resource=web", "", leading()), Explanation.class))
        .isNotNull();
    assertThat(error(call(Endpoints.EXPLAIN, "resource=none", "", leading())).kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(error(call(Endpoints.EXPLAIN, "resource=web", "", alone())).kind())
        .isEqualTo(Kind.NO_QUORUM);
  }

  @Test
  void explanationNamesOrdersAndWhatHappenedLately() {
    commit(
        new LedgerEntry.OverrideSet(
            AT, new OperatorOverride.Standby(BOB, Optional.empty()), "root@alice", "disk"));
    commit(
        new LedgerEntry.OperationFailed(
            AT.plusSeconds(1), WEB, BOB, "start", Duration.ZERO, 1, "no", false));
    desk.feed()
        .add(
            new ProgressEvent(
                AT.plusSeconds(2),
                ProgressPage.Kind.DONE,
                Optional.of(WEB),
                Optional.of(ALICE),
                "start web on alice",
                "0.2 s"));
    Situation s = leading();
    var inputs =
        Forecast.inputs(definitions().orElseThrow(), record, s.leading().orElseThrow(), AT);
    plan = Scheduler.decide(inputs.definitions(), inputs.snapshot(), AT);

    Explanation web =
        answer(call(Endpoints.EXPLAIN, "resource=web&on=bob", "", leading()), Explanation.class);
    Explanation bob =
        answer(call(Endpoints.EXPLAIN, "resource=bob", "", leading()), Explanation.class);

    assertThat(web.answers().getFirst().places()).hasSize(1);
    assertThat(web.answers().getFirst().places().getFirst().causes().getFirst().text())
        .isEqualTo("it is on standby, ordered by root@alice: disk");
    assertThat(web.lately())
        .extracting(Explanation.Event::text)
        .containsExactly(
            "start of web on bob failed (exit code 1): no", "start web on alice (0.2 s)");
    assertThat(bob.answers().getFirst().headline())
        .isEqualTo("bob takes part, but takes no resources");
    assertThat(bob.lately())
        .extracting(Explanation.Event::text)
        .contains("override standby/bob set: disk  by root@alice");
  }

  @Test
  void situationHoldsWhatDecisionsAreMadeFrom() {
    commit(
        new LedgerEntry.OverrideSet(
            AT, new OperatorOverride.Standby(BOB, Optional.empty()), "root@alice", "disk"));
    commit(
        new LedgerEntry.OverrideSet(
            AT,
            new OperatorOverride.TargetRole(WEB, Role.STOPPED, Optional.empty()),
            "root@alice",
            ""));

    ClusterSituation found =
        answer(call(Endpoints.SITUATION, "", "", leading()), ClusterSituation.class);

    assertThat(found.revision()).isEqualTo(1);
    assertThat(found.snapshot().nodes())
        .hasEntrySatisfying(BOB, bob -> assertThat(bob.attributes()).containsEntry("standby", "on"))
        .hasEntrySatisfying(ALICE, alice -> assertThat(alice.history()).containsExactly(started()));
    assertThat(found.definitions().resources())
        .hasEntrySatisfying(
            WEB,
            web ->
                assertThat(web.options().getFirst().values())
                    .containsEntry("target-role", "Stopped"));
    assertThat(error(call(Endpoints.SITUATION, "", "", alone())).kind()).isEqualTo(Kind.NO_QUORUM);
  }

  @Test
  void historyIsFilteredAndLimited() {
    for (int i = 0; i < 4; i++) {
      commit(
          new LedgerEntry.OperationFailed(
              AT.plusSeconds(i), WEB, BOB, "start", Duration.ZERO, 1, "no", false));
    }

    HistoryPage two = history("resource=web&limit=2");
    assertThat(two.events()).hasSize(2);
    assertThat(two.more()).isTrue();
    assertThat(history("node=carol").events()).isEmpty();
    assertThat(history("resource=web&since=2026-01-01T00:00:03Z").events()).hasSize(1);
  }

  private HistoryPage history(String query) {
    return answer(call(Endpoints.HISTORY, query, "", leading()), HistoryPage.class);
  }

  @Test
  void fenceHistoryIsNewestFirst() {
    commit(new LedgerEntry.FenceOrdered(AT, BOB, new Incarnation(1), "lost"));
    commit(new LedgerEntry.FenceFailed(AT, BOB, new Incarnation(1), "pdu", "no answer"));
    commit(new LedgerEntry.FenceOrdered(AT.plusSeconds(9), CAROL, new Incarnation(1), "lost"));

    FenceHistory shown =
        answer(call(Endpoints.FENCE_HISTORY, "", "", leading()), FenceHistory.class);

    assertThat(shown.fencings())
        .extracting(FenceHistory.FenceRecord::node)
        .containsExactly(CAROL, BOB);
    assertThat(shown.fencings())
        .extracting(FenceHistory.FenceRecord::outcome)
        .containsExactly(FenceHistory.Outcome.UNDER_WAY, FenceHistory.Outcome.FAILED);
  }

  @Test
  void fenceChecksAreThoseOfEachOtherMember() {
    FenceProof good = new FenceProof(ALICE, new DeviceId("pdu"), BOB, true, AT, "power on");
    commit(
        new LedgerEntry.AttributeChanged(
            AT, ALICE, good.attribute(), Optional.of(good.value()), "agent"));

    FenceChecks bob =
        answer(call(Endpoints.FENCE_CHECKS, "node=bob", "", leading()), FenceChecks.class);
    FenceChecks alice =
        answer(call(Endpoints.FENCE_CHECKS, "node=alice", "", leading()), FenceChecks.class);

    assertThat(bob.checks())
        .containsExactly(
            new FenceChecks.Check(
                1,
                new DeviceId("pdu"),
                "fence_dummy",
                ALICE,
                NodeStatus.CheckState.OK,
                Optional.of(AT),
                "power on"));
    assertThat(bob.powerless()).isEmpty();
    assertThat(alice.powerless()).containsExactly(BOB);
  }

  // ---- status --------------------------------------------------------------------------------

  private ClusterStatus status(Situation s) {
    return answer(call(Endpoints.STATUS, "", "", s), ClusterStatus.class);
  }

  @Test
  void statusTellsWhoIsThere() {
    ClusterStatus status = status(leading());

    assertThat(status.cluster()).isEqualTo("test");
    assertThat(status.revision()).isEqualTo(1);
    assertThat(status.nodes())
        .extracting(n -> n.name() + " " + n.standing())
        .containsExactly("alice MEMBER", "bob MEMBER", "carol UNSEEN");
    assertThat(status.resources().getFirst().instances().getFirst().node()).contains(ALICE);
  }

  @Test
  void memberThatTheLeaderMissesIsLostAndItsFencingPending() {
    members = Set.of(ALICE);
    commit(new LedgerEntry.FenceOrdered(AT, BOB, new Incarnation(1), "lost"));
    commit(new LedgerEntry.FenceFailed(AT, BOB, new Incarnation(1), "pdu", "no answer"));

    ClusterStatus status = status(leading());

    var bob = status.nodes().get(1);
    assertThat(bob.standing()).isEqualTo(Standing.LOST);
    assertThat(bob.pending()).isPresent();
    assertThat(status.problems().getFirst().text()).contains("bob could not be fenced: no answer");
  }

  @Test
  void nodeThatIsNotHeardIsNoMemberWhereNobodyLeads() {
    ClusterStatus status = status(alone());

    assertThat(status.nodes().get(1).standing()).isEqualTo(Standing.LOST);
    assertThat(status.problems().getFirst().text()).contains("bob is not heard");
  }

  @Test
  void errorsComeBeforeWarnings() {
    plan =
        new Plan(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(problem(Problem.Severity.WARNING), problem(Problem.Severity.ERROR)));

    assertThat(status(leading()).problems())
        .extracting(p -> p.severity())
        .containsExactly(Problem.Severity.ERROR, Problem.Severity.WARNING);
  }

  private static Problem problem(Problem.Severity severity) {
    return new Problem(severity, Optional.empty(), Optional.empty(), severity.name(), "", "");
  }

  // ---- progress ------------------------------------------------------------------------------

  private ProgressEvent event(String text) {
    return new ProgressEvent(
        AT, ProgressPage.Kind.BEGAN, Optional.empty(), Optional.empty(), text, "");
  }

  @Test
  void whoeverWaitsForNewsIsAnsweredOnceWhenTheyCome() {
    desk.feed().termBegan(new Term(1));
    assertThat(call(Endpoints.PROGRESS, "patience=PT20S", "", leading())).isEmpty();
    assertThat(desk.afterStep(leading(), NOW)).isEmpty();

    desk.feed().add(event("start web on bob"));

    ProgressPage page = answer(desk.afterStep(leading(), NOW), ProgressPage.class);
    assertThat(page.events()).extracting(ProgressEvent::text).containsExactly("start web on bob");
    assertThat(desk.afterStep(leading(), NOW)).isEmpty();
  }

  @Test
  void patienceEndsAlsoWithoutALeader() {
    assertThat(call(Endpoints.PROGRESS, "patience=PT5M", "", alone())).isEmpty();

    MonoTime later = NOW.plus(Duration.ofSeconds(30));
    assertThat(answer(desk.afterStep(alone(), later), ProgressPage.class).events()).isEmpty();
  }

  @Test
  void cursorsTellGapsOtherTermsAndWhatWasSettled() {
    ProgressFeed feed = desk.feed();
    feed.termBegan(new Term(1));
    String start = feed.cursor();
    feed.add(event("one"));

    assertThat(feed.after(Optional.of(start), true).events()).hasSize(1);
    assertThat(feed.after(Optional.of(start), true).gap()).isFalse();
    assertThat(feed.hasNews(Optional.of(feed.cursor()))).isFalse();

    String busy = feed.cursor();
    feed.settled(true);
    assertThat(feed.hasNews(Optional.of(busy))).isTrue();
    assertThat(feed.after(Optional.of(busy), true).events()).isEmpty();

    for (int i = 0; i < 1100; i++) {
      feed.add(event("more"));
    }
    assertThat(feed.after(Optional.of(start), true).gap()).isTrue();
    assertThat(feed.after(Optional.of(start), true).events()).hasSize(1000);

    String ofTermOne = feed.cursor();
    feed.termBegan(new Term(2));
    assertThat(feed.after(Optional.of(ofTermOne), true).gap()).isTrue();
  }
}
