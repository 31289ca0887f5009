package ha.daemon.controller;

import static ha.daemon.controller.Samples.ALICE;
import static ha.daemon.controller.Samples.BOB;
import static ha.daemon.controller.Samples.EPOCH;
import static ha.daemon.controller.Samples.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import ha.daemon.controller.ControllerEffect.RunAgent;
import ha.daemon.controller.ControllerMessage.Change;
import ha.daemon.controller.ControllerMessage.OrderAccepted;
import ha.daemon.controller.ControllerMessage.Report;
import ha.daemon.controller.ControllerMessage.ReportReceived;
import ha.daemon.controller.ControllerMessage.RunOperation;
import ha.model.Incarnation;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.plan.Decision;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.plan.Reason;
import ha.model.snapshot.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How orders reach members, and what members report comes back. */
final class OrdersTest {
  private static final String YAML =
      Samples.yaml(List.of(ALICE, BOB), "resources:\n  web: {agent: dummy}\n");
  private static final PlannedAction.Operation START_ON_BOB = Samples.operation(WEB, "start", BOB);
  private static final PlannedAction.Operation START_ON_ALICE =
      Samples.operation(WEB, "start", ALICE);

  private final Stage alice = new Stage(ALICE, YAML);

  private RunOperation ordered() {
    alice.plan = Samples.plan(START_ON_BOB);
    return Stage.orders(alice.lead(ALICE, BOB)).getFirst();
  }

  private Report report(long version, Optional<String> id, int exitCode) {
    return new Report(
        alice.term(),
        new Incarnation(1),
        List.of(
            new Change.OperationEnded(version, id, Samples.result(START_ON_BOB, exitCode, EPOCH))));
  }

  @Test
  void isResentUntilItIsAccepted() {
    RunOperation order = ordered();

    assertThat(Stage.orders(alice.pass(Duration.ofMillis(900)))).isEmpty();
    assertThat(Stage.orders(alice.pass(Duration.ofMillis(200)))).containsExactly(order);
    assertThat(Stage.orders(alice.pass(Duration.ofSeconds(1)))).containsExactly(order);

    alice.hear(BOB, new OrderAccepted(alice.term(), order.orderId()));
    assertThat(Stage.orders(alice.pass(Duration.ofSeconds(5)))).isEmpty();
  }

  @Test
  void isExecutedOnceHoweverOftenItArrives() {
    alice.follow(BOB);
    RunOperation order = new RunOperation(alice.term(), "1.1", START_ON_ALICE);

    List<ControllerEffect> first = alice.hear(BOB, order);
    List<ControllerEffect> again = alice.hear(BOB, order);

    assertThat(Stage.runs(first)).hasSize(1);
    assertThat(Stage.runs(again)).isEmpty();
    assertThat(Stage.messages(OrderAccepted.class, again)).hasSize(1);
  }

  @Test
  void ofAnotherTermOrAnotherNodeIsDropped() {
    alice.follow(BOB);
    Term other = alice.term().next();

    assertThat(alice.hear(BOB, new RunOperation(other, "2.1", START_ON_ALICE))).isEmpty();
    assertThat(
            Stage.runs(
                alice.hear(Samples.CAROL, new RunOperation(alice.term(), "1.1", START_ON_ALICE))))
        .isEmpty();
  }

  /** A leader orders at once; a member may hear that before it hears that it follows. */
  @Test
  void ofATermThatHasNotBegunHereIsExecutedWhenItBegins() {
    Term next = alice.term().next();
    RunOperation order = new RunOperation(next, "1.1", START_ON_ALICE);

    assertThat(alice.hear(BOB, order)).isEmpty();
    List<ControllerEffect> begun = alice.follow(BOB);

    assertThat(alice.term()).isEqualTo(next);
    assertThat(Stage.runs(begun)).hasSize(1);
    assertThat(Stage.messages(OrderAccepted.class, begun)).hasSize(1);
    assertThat(Stage.runs(alice.follow(BOB))).isEmpty();
  }

  @Test
  void ofATermThatNeverBeganHereIsForgotten() {
    Term skipped = alice.term().next();
    alice.hear(BOB, new RunOperation(skipped, "1.1", START_ON_ALICE));
    alice.hear(BOB, new RunOperation(skipped.next(), "2.1", START_ON_ALICE));

    assertThat(Stage.runs(alice.follow(BOB))).isEmpty();
    assertThat(Stage.runs(alice.follow(BOB))).hasSize(1);
  }

  @Test
  void resultOfAnotherTermIsDropped() {
    RunOperation order = ordered();
    Report report = report(1, Optional.of(order.orderId()), ExitCode.OK);

    alice.lead(ALICE, BOB);
    List<ControllerEffect> effects = alice.hear(BOB, report);

    assertThat(Stage.messages(ReportReceived.class, effects)).isEmpty();
  }

  @Test
  void resultBeginsWhatWaitedForIt() {
    PlannedAction.Operation next = Samples.operation(new ResourceId("db"), "start", BOB);
    alice.plan = Samples.chain(START_ON_BOB, next);
    RunOperation first = Stage.orders(alice.lead(ALICE, BOB)).getFirst();
    assertThat(first.action()).isEqualTo(START_ON_BOB);

    List<ControllerEffect> effects =
        alice.hear(BOB, report(1, Optional.of(first.orderId()), ExitCode.OK));

    assertThat(Stage.orders(effects)).extracting(RunOperation::action).containsExactly(next);
  }

  @Test
  void reportsAreTakenInOrderAndAGapIsAskedForAgain() {
    RunOperation order = ordered();
    alice.plan = Plan.EMPTY;
    Report second = report(2, Optional.of(order.orderId()), ExitCode.GENERIC_ERROR);

    List<ControllerEffect> early = alice.hear(BOB, second);
    assertThat(Stage.messages(ReportReceived.class, early))
        .containsExactly(new ReportReceived(alice.term(), 0));
    assertThat(Stage.entries(early)).isEmpty();

    Change attribute = new Change.AttributeSet(1, "ping", Optional.of("3"));
    List<ControllerEffect> both =
        alice.hear(
            BOB,
            new Report(
                alice.term(), new Incarnation(1), List.of(attribute, second.changes().getFirst())));

    assertThat(Stage.messages(ReportReceived.class, both))
        .containsExactly(new ReportReceived(alice.term(), 2));
    assertThat(Stage.entries(both))
        .hasAtLeastOneElementOfType(LedgerEntry.AttributeChanged.class)
        .hasAtLeastOneElementOfType(LedgerEntry.OperationFailed.class);
  }

  @Test
  void memberRepeatsItsReportUntilItIsAcknowledged() {
    alice.follow(BOB);
    alice.hear(BOB, new RunOperation(alice.term(), "1.1", START_ON_ALICE));
    List<ControllerEffect> ended =
        alice.step(
            new ControllerEvent.OperationEnded(
                Optional.of("1.1"), Samples.result(START_ON_ALICE, ExitCode.OK, EPOCH)));
    List<Report> sent = Stage.messages(Report.class, ended);

    assertThat(sent).hasSize(1);
    assertThat(Stage.messages(Report.class, alice.pass(Duration.ofMillis(600)))).isEqualTo(sent);

    alice.hear(BOB, new ReportReceived(alice.term(), 1));
    assertThat(Stage.messages(Report.class, alice.pass(Duration.ofSeconds(2)))).isEmpty();
  }

  @Test
  void failureIsCountedOnce() {
    RunOperation order = ordered();
    alice.plan = Plan.EMPTY;
    Report failed = report(1, Optional.of(order.orderId()), ExitCode.GENERIC_ERROR);

    assertThat(Stage.entries(alice.hear(BOB, failed)))
        .singleElement()
        .isInstanceOf(LedgerEntry.OperationFailed.class);
    assertThat(Stage.entries(alice.hear(BOB, failed))).isEmpty();
    assertThat(alice.controller().record().failures()).hasSize(1);
  }

  @Test
  void monitorThatIsAskedAgainIsCountedApartFromFailures() {
    ordered();

    alice.hear(BOB, remarked(1, new OperationRemark.TimedOut(WEB, "pressed")));
    alice.hear(BOB, remarked(2, new OperationRemark.TimedOut(WEB, "still pressed")));

    assertThat(alice.controller().record().failures()).isEmpty();
    assertThat(alice.controller().record().timeouts())
        .singleElement()
        .satisfies(timeouts -> {
          assertThat(timeouts.count()).isEqualTo(2);
          assertThat(timeouts.node()).isEqualTo(BOB);
          assertThat(timeouts.reason()).isEqualTo("still pressed");
        });
    assertThat(alice.controller().record().history().getLast().text())
        .isEqualTo("monitor of web on bob timed out, asked again: still pressed");
  }

  @Test
  void whatAStopTookIsRemembered() {
    ordered();

    alice.hear(BOB, remarked(1, new OperationRemark.Unusual(WEB, "stop", "it took force")));

    assertThat(alice.controller().record().history().getLast().text())
        .isEqualTo("stop of web on bob: it took force");
  }

  @Test
  void whatIsDecidedIsRememberedOnceWithItsReason() {
    Decision moves =
        new Decision(
            WEB,
            WEB,
            Decision.Kind.MOVE,
            Optional.of(BOB),
            Optional.of(ALICE),
            List.of(BOB),
            false,
            List.of(Reason.of("standby", "bob is in standby")),
            List.of());
    alice.plan =
        new Plan(
            List.of(),
            List.of(moves),
            List.of(Samples.operation(WEB, "stop", BOB)),
            List.of(),
            List.of());
    alice.lead(ALICE, BOB);
    alice.commit(new LedgerEntry.AttributeChanged(EPOCH, BOB, "news", Optional.of("1"), "test"));
    alice.pass(Duration.ofSeconds(1));

    assertThat(alice.controller().record().history())
        .filteredOn(event -> event.text().startsWith("decided"))
        .extracting(event -> event.text())
        .containsExactly("decided that web moves from bob to alice: bob is in standby");
  }

  private Report remarked(long version, OperationRemark remark) {
    return new Report(
        alice.term(), new Incarnation(1), List.of(new Change.Remarked(version, remark)));
  }

  @Test
  void degradedIsNoFailure() {
    RunOperation order = ordered();

    List<ControllerEffect> effects =
        alice.hear(BOB, report(1, Optional.of(order.orderId()), ExitCode.DEGRADED));

    assertThat(Stage.entries(effects)).isEmpty();
    assertThat(alice.controller().isSettled()).isTrue();
  }

  @Test
  void newDecisionDoesNotOrderAgainWhatIsUnderWay() {
    ordered();

    List<ControllerEffect> effects =
        alice.commit(
            new LedgerEntry.AttributeChanged(EPOCH, BOB, "news", Optional.of("1"), "test"));

    assertThat(alice.decisions).isEqualTo(2);
    assertThat(Stage.orders(effects)).isEmpty();
    assertThat(alice.controller().isSettled()).isFalse();
  }

  @Test
  void nothingIsOrderedWithoutALease() {
    alice.mayAct = false;
    alice.plan = Samples.plan(START_ON_BOB);

    assertThat(Stage.orders(alice.lead(ALICE, BOB))).isEmpty();
    assertThat(Stage.orders(alice.pass(Duration.ofSeconds(1)))).isEmpty();

    alice.mayAct = true;
    assertThat(Stage.orders(alice.pass(Duration.ofMillis(50)))).hasSize(1);
  }

  @Test
  void nothingIsDecidedWhileEntriesAreOnTheirWay() {
    RunOperation order = ordered();
    alice.commits = false;

    alice.hear(BOB, report(1, Optional.of(order.orderId()), ExitCode.GENERIC_ERROR));
    alice.pass(Duration.ofSeconds(1));
    assertThat(alice.decisions).isEqualTo(1);

    alice.commits = true;
    alice.plan = Plan.EMPTY;
    var append = Stage.of(ControllerEffect.Append.class, alice.all).getLast();
    alice.committed(append);
    assertThat(alice.decisions).isGreaterThan(1);
  }

  @Test
  void leaderRunsItsOwnOrdersWithoutSendingThem() {
    alice.plan = Samples.plan(START_ON_ALICE);

    List<ControllerEffect> effects = alice.lead(ALICE, BOB);

    assertThat(Stage.orders(effects)).isEmpty();
    assertThat(Stage.runs(effects)).extracting(RunAgent::action).containsExactly(START_ON_ALICE);
  }

  @Test
  void startIsHeldBackWhileTheSameMayRunElsewhere() {
    alice.plan = Samples.chain(START_ON_BOB, Samples.operation(WEB, "monitor", BOB));
    RunOperation start = Stage.orders(alice.lead(ALICE, BOB)).getFirst();
    alice.hear(BOB, report(1, Optional.of(start.orderId()), ExitCode.OK));

    alice.plan = Samples.plan(START_ON_ALICE);
    List<ControllerEffect> effects =
        alice.commit(
            new LedgerEntry.AttributeChanged(EPOCH, BOB, "news", Optional.of("1"), "test"));

    assertThat(Stage.runs(effects)).isEmpty();
  }

  private static ControllerMessage.Order newest(Stage stage) {
    return Stage.messages(ControllerMessage.Order.class, stage.all).getLast();
  }

  private List<ControllerEffect> accept(ControllerMessage.Order order) {
    return alice.hear(BOB, new OrderAccepted(alice.term(), order.orderId()));
  }

  @Test
  void orderToForgetIsRepeatedAndNotOvertaken() {
    alice.plan =
        Samples.chain(
            new PlannedAction.ForgetHistory(WEB, BOB, Reason.of("cleanup", "asked for")),
            START_ON_BOB);
    alice.lead(ALICE, BOB);
    ControllerMessage.Order forget = newest(alice);
    assertThat(forget).isInstanceOf(ControllerMessage.Forget.class);

    alice.pass(Duration.ofSeconds(1));
    assertThat(newest(alice)).isEqualTo(forget);
    assertThat(Stage.orders(alice.all)).isEmpty();

    assertThat(Stage.orders(accept(forget))).hasSize(1);
  }

  @Test
  void migrationBeginsWhenItsTargetHasForgottenWhatItKnew() {
    PlannedAction.Operation sending = Samples.migration(WEB, ALICE, BOB);
    alice.plan = Samples.plan(sending);

    assertThat(Stage.runs(alice.lead(ALICE, BOB))).isEmpty();
    ControllerMessage.Order expect = newest(alice);
    assertThat(expect)
        .isInstanceOfSatisfying(
            ControllerMessage.ExpectArrival.class,
            e -> assertThat(e.arrival()).isEqualTo(new Arrival(WEB, ALICE, new Incarnation(1))));

    assertThat(Stage.runs(accept(expect))).extracting(RunAgent::action).containsExactly(sending);
  }

  @Test
  void memberForgetsAndRemembersThatAMigrationMayCome() {
    alice.follow(BOB);
    alice.hear(BOB, new RunOperation(alice.term(), "1.1", START_ON_ALICE));
    alice.step(
        new ControllerEvent.OperationEnded(
            Optional.of("1.1"), Samples.result(START_ON_ALICE, ExitCode.NOT_RUNNING, EPOCH)));
    Arrival arrival = new Arrival(WEB, BOB, new Incarnation(1));

    alice.hear(BOB, new ControllerMessage.ExpectArrival(alice.term(), "1.2", arrival));

    assertThat(alice.controller().report().history()).isEmpty();
    assertThat(alice.controller().report().arrivals()).containsExactly(arrival);
  }

  @Test
  void nothingIsBroughtUpWhileAnUnplannedStopIsUnderWay() {
    PlannedAction.Operation stop = Samples.operation(WEB, "stop", BOB);
    alice.plan = Samples.plan(stop);
    RunOperation order = Stage.orders(alice.lead(ALICE, BOB)).getFirst();
    PlannedAction.Operation other = Samples.operation(new ResourceId("db"), "start", ALICE);
    alice.plan = Samples.plan(other);
    List<ControllerEffect> effects =
        alice.commit(
            new LedgerEntry.AttributeChanged(EPOCH, BOB, "news", Optional.of("1"), "test"));
    assertThat(Stage.runs(effects)).isEmpty();

    Change ended =
        new Change.OperationEnded(
            1, Optional.of(order.orderId()), Samples.result(stop, ExitCode.OK, EPOCH));
    List<ControllerEffect> after =
        alice.hear(BOB, new Report(alice.term(), new Incarnation(1), List.of(ended)));

    assertThat(Stage.runs(after)).extracting(RunAgent::action).containsExactly(other);
  }

  @Test
  void promotionWaitsForTheProbeOfTheOthers() {
    PlannedAction.Operation probe = Samples.operation(WEB, "monitor", BOB);
    PlannedAction.Operation promote = Samples.operation(WEB, "promote", ALICE);
    alice.plan = Samples.plan(promote, probe);
    List<ControllerEffect> effects = alice.lead(ALICE, BOB);
    RunOperation look = Stage.orders(effects).getFirst();
    assertThat(Stage.runs(effects)).isEmpty();

    Change ended =
        new Change.OperationEnded(
            1, Optional.of(look.orderId()), Samples.result(probe, ExitCode.NOT_RUNNING, EPOCH));
    List<ControllerEffect> after =
        alice.hear(BOB, new Report(alice.term(), new Incarnation(1), List.of(ended)));

    assertThat(Stage.runs(after)).extracting(RunAgent::action).containsExactly(promote);
  }

  @Test
  void attributesOfAgentsReachTheRecordOnce() {
    alice.lead(ALICE, BOB);

    List<ControllerEffect> first =
        alice.step(new ControllerEvent.AttributeSet("ping", Optional.of("3")));
    List<ControllerEffect> same =
        alice.step(new ControllerEvent.AttributeSet("ping", Optional.of("3")));
    List<ControllerEffect> gone =
        alice.step(new ControllerEvent.AttributeSet("ping", Optional.empty()));

    assertThat(Stage.entries(first)).hasSize(1);
    assertThat(Stage.entries(same)).isEmpty();
    assertThat(Stage.entries(gone)).hasSize(1);
    assertThat(alice.controller().record().attributes().get(ALICE)).isEmpty();
  }

  @Test
  void claimIsWhatRunsHere() {
    alice.plan = Samples.plan(START_ON_ALICE);
    RunAgent run = Stage.runs(alice.lead(ALICE, BOB)).getFirst();
    alice.plan = Plan.EMPTY;

    List<ControllerEffect> effects =
        alice.step(
            new ControllerEvent.OperationEnded(
                Optional.of(run.operationId()),
                Samples.result(START_ON_ALICE, ExitCode.OK, EPOCH)));

    assertThat(Stage.of(ControllerEffect.ClaimChanged.class, effects))
        .containsExactly(new ControllerEffect.ClaimChanged(1));
  }
}
