package ha.daemon.controller;

import static ha.daemon.controller.Samples.ALICE;
import static ha.daemon.controller.Samples.BOB;
import static ha.daemon.controller.Samples.CAROL;
import static ha.daemon.controller.Samples.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import ha.daemon.controller.ControllerEffect.Fence;
import ha.daemon.controller.ControllerEvent.FenceProgress;
import ha.daemon.controller.ControllerEvent.FenceProgressed;
import ha.model.Incarnation;
import ha.model.ResourceId;
import ha.model.ledger.LedgerEntry;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.plan.PlannedAction.FenceMode;
import ha.model.plan.Reason;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the leader has nodes fenced. */
final class FencingTest {
  private static final String YAML =
      Samples.yaml(List.of(ALICE, BOB), "resources:\n  web: {agent: dummy}\n");
  private static final FenceProgress OFF = new FenceProgress.OffConfirmed("pdu", "read back");
  private static final FenceProgress FAILED = new FenceProgress.Failed("pdu", "no answer");

  private final Stage alice = new Stage(ALICE, YAML);

  private Fence fenced() {
    alice.plan =
        Samples.chain(
            new PlannedAction.Fence(BOB, FenceMode.REBOOT, Reason.of("lost", "bob is lost")),
            Samples.operation(WEB, "start", ALICE));
    alice.commit(new LedgerEntry.NodeLost(Samples.EPOCH, BOB, new Incarnation(1), "not heard"));
    alice.lead(ALICE);
    // Bob was never seen in this life of the daemon, so it is waited for first.
    return Stage.of(Fence.class, alice.pass(Duration.ofSeconds(21))).getFirst();
  }

  private List<ControllerEffect> progress(Fence fence, FenceProgress progress) {
    return alice.step(new FenceProgressed(fence.request(), progress));
  }

  @Test
  void isRecordedAndBegunOnce() {
    Fence fence = fenced();

    assertThat(fence.node()).isEqualTo(BOB);
    assertThat(fence.incarnation()).isEqualTo(new Incarnation(1));
    assertThat(Stage.entries(alice.all))
        .filteredOn(LedgerEntry.FenceOrdered.class::isInstance)
        .hasSize(1);
    assertThat(Stage.of(Fence.class, alice.pass(Duration.ofSeconds(30)))).isEmpty();
    assertThat(Stage.runs(alice.all)).isEmpty();
  }

  @Test
  void isRetriedWithGrowingPauses() {
    Fence fence = fenced();
    Duration before = Duration.ZERO;
    for (int attempt = 1; attempt <= 4; attempt++) {
      List<ControllerEffect> failed = progress(fence, FAILED);
      assertThat(Stage.entries(failed)).hasAtLeastOneElementOfType(LedgerEntry.FenceFailed.class);
      Duration waited = Duration.ZERO;
      List<Fence> next = List.of();
      while (next.isEmpty()) {
        waited = waited.plusMillis(500);
        next = Stage.of(Fence.class, alice.pass(Duration.ofMillis(500)));
      }
      assertThat(waited).isGreaterThan(before).isLessThanOrEqualTo(Duration.ofSeconds(60));
      before = waited;
      assertThat(next).singleElement().isNotEqualTo(fence);
      fence = next.getFirst();
    }
  }

  @Test
  void pausesForAMinuteAtMost() {
    Fence fence = fenced();
    for (int attempt = 0; attempt < 12; attempt++) {
      progress(fence, FAILED);
      fence = Stage.of(Fence.class, alice.pass(Duration.ofSeconds(60))).getFirst();
    }
  }

  @Test
  void startsWhatWaitedOnceConfirmed() {
    Fence fence = fenced();
    alice.plan = Samples.plan(Samples.operation(WEB, "start", ALICE));

    List<ControllerEffect> confirmed = progress(fence, OFF);
    List<ControllerEffect> again = progress(fence, OFF);

    assertThat(Stage.entries(confirmed))
        .singleElement()
        .isInstanceOf(LedgerEntry.FenceConfirmed.class);
    assertThat(Stage.runs(confirmed)).hasSize(1);
    assertThat(Stage.entries(again)).isEmpty();
  }

  /** Only a plan decided on a record that says "off" may begin what waited for it. */
  @Test
  void thePlanThatOrderedAFenceNeverBeginsWhatWaitsForIt() {
    Fence fence = fenced();

    alice.commits = false;
    assertThat(Stage.runs(progress(fence, OFF))).isEmpty();
    assertThat(Stage.runs(alice.pass(Duration.ofSeconds(30)))).isEmpty();

    // The entry is recorded, but the same plan is made again: bob's fence is not done by it.
    alice.commits = true;
    alice.committed(Stage.of(ControllerEffect.Append.class, alice.all).getLast());
    assertThat(Stage.runs(alice.all)).isEmpty();
  }

  @Test
  void ofALiveNodeSaysWhatItTakesDown() {
    alice.lead(ALICE, BOB);
    ResourceId db = new ResourceId("db");
    report(Samples.result(Samples.operation(WEB, "start", BOB), ExitCode.OK, Samples.EPOCH), 1);
    report(Samples.result(Samples.operation(db, "start", BOB), ExitCode.OK, Samples.EPOCH), 2);
    alice.plan =
        Samples.plan(
            new PlannedAction.Fence(
                BOB, FenceMode.REBOOT, Reason.of("stop", "stop of web failed")));
    report(Samples.result(Samples.operation(WEB, "stop", BOB), 1, Samples.EPOCH), 3);

    assertThat(Stage.entries(alice.all))
        .filteredOn(LedgerEntry.FenceOrdered.class::isInstance)
        .extracting(entry -> ((LedgerEntry.FenceOrdered) entry).reason())
        .containsExactly("stop of web failed; it takes down db, web");
  }

  private void report(OperationRecord result, long version) {
    alice.hear(
        BOB,
        new ControllerMessage.Report(
            alice.term(),
            new Incarnation(1),
            List.of(
                new ControllerMessage.Change.OperationEnded(version, Optional.empty(), result))));
  }

  @Test
  void aLeaderThatIsToBeFencedLeavesThatToTheOthersAfterItsOwnFencings() {
    alice.plan =
        Samples.plan(
            new PlannedAction.Fence(CAROL, FenceMode.REBOOT, Reason.of("lost", "carol is lost")),
            new PlannedAction.Fence(ALICE, FenceMode.REBOOT, Reason.of("stop", "a stop failed")));
    List<ControllerEffect> first = alice.lead(ALICE, BOB);
    first.addAll(alice.pass(Duration.ofSeconds(21)));

    Fence fence = Stage.of(Fence.class, first).getFirst();
    assertThat(fence.node()).isEqualTo(CAROL);
    assertThat(Stage.of(ControllerEffect.Condemned.class, first)).isEmpty();

    List<ControllerEffect> off = progress(fence, FAILED);
    assertThat(Stage.of(ControllerEffect.Condemned.class, off)).isNotEmpty();
    assertThat(Stage.of(Fence.class, alice.all)).extracting(Fence::node).doesNotContain(ALICE);
  }

  @Test
  void ignoresTheWordOnAnOlderRequest() {
    Fence first = fenced();
    progress(first, FAILED);
    Fence second = Stage.of(Fence.class, alice.pass(Duration.ofSeconds(60))).getFirst();

    assertThat(progress(first, OFF)).isEmpty();
    alice.plan = Plan.EMPTY;
    assertThat(Stage.entries(progress(second, OFF))).hasSize(1);
  }

  @Test
  void ignoresTheWordOnTheFencingOfAnEndedTerm() {
    Fence old = fenced();
    alice.lead(ALICE);

    assertThat(Stage.entries(progress(old, OFF))).isEmpty();
  }

  @Test
  void aPersonsWordBreaksOffWhatTheDevicesAreTrying() {
    Fence fence = fenced();
    alice.plan = Plan.EMPTY;

    List<ControllerEffect> effects = alice.commit(word(new Incarnation(1)));

    assertThat(Stage.of(ControllerEffect.BreakOffFence.class, effects))
        .extracting(ControllerEffect.BreakOffFence::request)
        .containsExactly(fence.request());
    assertThat(Stage.entries(effects))
        .filteredOn(LedgerEntry.Noted.class::isInstance)
        .singleElement()
        .asString()
        .contains("bob is broken off: root@alice says");
    assertThat(Stage.entries(progress(fence, OFF))).isEmpty();
    assertThat(Stage.of(Fence.class, alice.pass(Duration.ofMinutes(5)))).isEmpty();
  }

  @Test
  void aPersonsWordEndsTheRetries() {
    Fence fence = fenced();
    progress(fence, FAILED);
    alice.plan = Plan.EMPTY;

    List<ControllerEffect> effects = alice.commit(word(new Incarnation(1)));

    assertThat(Stage.of(ControllerEffect.BreakOffFence.class, effects)).isEmpty();
    assertThat(Stage.of(Fence.class, alice.pass(Duration.ofMinutes(5)))).isEmpty();
  }

  private static LedgerEntry word(Incarnation of) {
    return new LedgerEntry.FenceConfirmed(
        Samples.EPOCH, BOB, of, "", "root@alice", "pulled the plug");
  }

  @Test
  void isNotRepeatedWithoutALease() {
    Fence fence = fenced();
    progress(fence, FAILED);
    alice.mayAct = false;

    assertThat(Stage.of(Fence.class, alice.pass(Duration.ofMinutes(2)))).isEmpty();
  }

  @Test
  void anotherFencingOfTheSameNodeIsRecordedAnew() {
    Fence fence = fenced();
    alice.plan = Plan.EMPTY;
    progress(fence, OFF);
    alice.commit(new LedgerEntry.NodeLost(Samples.EPOCH, BOB, new Incarnation(2), "not heard"));
    alice.plan =
        Samples.plan(
            new PlannedAction.Fence(BOB, FenceMode.OFF, Reason.of("lost", "bob is lost again")));
    List<ControllerEffect> effects =
        alice.commit(
            new LedgerEntry.NodeLost(Samples.EPOCH, BOB, new Incarnation(2), "still not heard"));

    assertThat(Stage.of(Fence.class, effects))
        .singleElement()
        .extracting(Fence::incarnation)
        .isEqualTo(new Incarnation(2));
    assertThat(Stage.entries(alice.all))
        .filteredOn(LedgerEntry.FenceOrdered.class::isInstance)
        .hasSize(2);
  }
}
