package ha.daemon.controller;

import static ha.daemon.controller.Samples.ALICE;
import static ha.daemon.controller.Samples.BOB;
import static ha.daemon.controller.Samples.CAROL;
import static ha.daemon.controller.Samples.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.OperatorOverride;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Controllers, the real engine and obedient agents: what an operator sees. */
final class TogetherTest {
  private static final String RESOURCES =
      """
      resources:
        web: {agent: dummy, stickiness: 100, prefers: {alice: 10}}
        db: {agent: dummy, stickiness: 100, prefers: {alice: 10}}
      constraints:
        - together: [web, db]
        - order: [db, web]
      """;
  private static final ResourceId DB = new ResourceId("db");

  private final Together two =
      new Together(Samples.yaml(List.of(ALICE, BOB), RESOURCES), List.of(ALICE, BOB));

  private Optional<NodeName> placeOfWeb() {
    return two.on(ALICE).contains(WEB)
        ? Optional.of(ALICE)
        : two.on(BOB).contains(WEB) ? Optional.of(BOB) : Optional.empty();
  }

  @Test
  void startsInOrderAndSettles() {
    two.lead(ALICE, BOB);

    assertThat(two.ran).containsExactly("start db on alice", "start web on alice");
    assertThat(two.node(ALICE).isSettled()).isTrue();
  }

  @Test
  void newTermChangesNothing() {
    two.lead(ALICE, BOB);
    two.ran.clear();

    two.lead(BOB, ALICE);

    assertThat(two.ran).isEmpty();
    assertThat(two.node(BOB).isSettled()).isTrue();
  }

  @Test
  void followerThatLeavesIsEmptiedByTheLeaderAndReleased() {
    two.lead(BOB, ALICE);
    two.ran.clear();

    two.step(ALICE, new ControllerEvent.LeaveRequested());
    two.settle();

    assertThat(two.ran)
        .containsExactly(
            "stop web on alice", "stop db on alice", "start db on bob", "start web on bob");
    assertThat(two.left).containsExactly(ALICE);
    assertThat(two.said).noneMatch(s -> s.contains("without quorum"));
  }

  @Test
  void whatAnUnmanagedNodeKeepsWhenItLeavesIsNotStartedElsewhere() {
    two.lead(BOB, ALICE);
    var unmanaged = new OperatorOverride.Unmanaged(WEB, Optional.empty());
    two.order(unmanaged);
    two.order(new OperatorOverride.Unmanaged(DB, Optional.empty()));
    two.step(ALICE, new ControllerEvent.LeaveRequested());
    two.settle();
    assertThat(two.left).containsExactly(ALICE);
    assertThat(two.record().node(ALICE).keeps()).containsExactly(DB, WEB);

    two.commit(new LedgerEntry.NodeLeft(two.wall(), ALICE, new Incarnation(1)));
    two.commit(new LedgerEntry.OverrideLifted(two.wall(), unmanaged.key(), "root@bob", ""));
    two.lead(BOB);
    assertThat(two.on(BOB)).isEmpty();

    two.commit(
        new LedgerEntry.FenceConfirmed(
            two.wall(), ALICE, new Incarnation(1), "", "root@bob", "I looked"));
    two.commit(new LedgerEntry.OverrideLifted(two.wall(), "unmanaged/db", "root@bob", ""));
    two.pass(Duration.ofMillis(100));
    assertThat(two.on(BOB)).containsExactly(DB, WEB);
  }

  @Test
  void leaderThatLeavesEmptiesItselfAndGoes() {
    two.lead(ALICE, BOB);
    two.ran.clear();

    two.step(ALICE, new ControllerEvent.LeaveRequested());
    two.settle();

    assertThat(two.on(BOB)).containsExactly(DB, WEB);
    assertThat(two.left).containsExactly(ALICE);
  }

  @Test
  void releaseIsRepeatedUntilTheNodeIsGone() {
    two.lead(BOB, ALICE);
    two.step(ALICE, new ControllerEvent.LeaveRequested());
    two.settle();
    two.effects.clear();

    two.pass(Duration.ofSeconds(2));

    assertThat(Stage.messages(ControllerMessage.Released.class, two.effects)).isNotEmpty();
  }

  @Test
  void withoutALeaderANodeThatLeavesStopsEverythingInReverse() {
    two.lead(ALICE, BOB);
    two.ran.clear();
    two.step(ALICE, new ControllerEvent.Suspended("bob is not heard"));

    two.step(ALICE, new ControllerEvent.LeaveRequested());
    two.pass(Duration.ofSeconds(3));

    assertThat(two.ran).containsExactly("stop web on alice", "stop db on alice");
    assertThat(two.left).containsExactly(ALICE);
  }

  @Test
  void aStopThatFailsKeepsTheNodeFromLeaving() {
    two.lead(ALICE, BOB);
    two.step(ALICE, new ControllerEvent.Suspended("bob is not heard"));
    two.failing.add("stop web on alice");

    two.step(ALICE, new ControllerEvent.LeaveRequested());
    two.pass(Duration.ofSeconds(5));

    assertThat(two.left).isEmpty();
    assertThat(two.on(ALICE)).contains(DB);
  }

  @Test
  void twoNodesKeepRunningWithoutQuorum() {
    two.lead(ALICE, BOB);
    two.ran.clear();

    two.step(ALICE, new ControllerEvent.Suspended("bob is not heard"));
    two.pass(Duration.ofSeconds(60));

    assertThat(two.ran).isEmpty();
  }

  @Test
  void threeNodesStopWithoutQuorumAfterAWhile() {
    List<NodeName> names = List.of(ALICE, BOB, CAROL);
    Together three = new Together(Samples.yaml(names, RESOURCES), names);
    three.lead(ALICE, BOB, CAROL);
    three.ran.clear();

    three.step(ALICE, new ControllerEvent.Suspended("the others are not heard"));
    three.pass(Duration.ofSeconds(9));
    assertThat(three.ran).isEmpty();
    three.pass(Duration.ofSeconds(3));

    assertThat(three.ran).containsExactly("stop web on alice", "stop db on alice");
    assertThat(three.left).isEmpty();
  }

  @Test
  void moveIsLiftedOnArrivalAndLeavesNothing() {
    two.lead(ALICE, BOB);

    two.order(new OperatorOverride.Move(WEB, Optional.of(ALICE), Optional.of(BOB), expiry()));

    assertThat(placeOfWeb()).contains(BOB);
    assertThat(two.record().overrides()).isEmpty();
    assertThat(two.node(ALICE).isSettled()).isTrue();
  }

  @Test
  void moveThatPolicyWouldUndoStaysInSightAndCostsNothing() {
    String pulled =
        RESOURCES.replace("stickiness: 100, prefers: {alice: 10}", "prefers: {alice: 10}");
    Together pulling = new Together(Samples.yaml(List.of(ALICE, BOB), pulled), List.of(ALICE, BOB));
    pulling.lead(ALICE, BOB);
    pulling.order(new OperatorOverride.Move(WEB, Optional.of(ALICE), Optional.of(BOB), expiry()));

    assertThat(pulling.on(BOB)).contains(WEB);
    assertThat(pulling.record().overrides()).hasSize(1);
    int decided = pulling.decisions;
    pulling.pass(Duration.ofSeconds(30));
    assertThat(pulling.decisions).isEqualTo(decided);
  }

  @Test
  void overrideEndsWhenItExpires() {
    two.lead(ALICE, BOB);
    two.order(
        new OperatorOverride.Standby(ALICE, Optional.of(two.wall().plus(Duration.ofSeconds(5)))));
    assertThat(placeOfWeb()).contains(BOB);

    two.pass(Duration.ofSeconds(6));

    assertThat(two.record().overrides()).isEmpty();
    assertThat(Stage.of(ControllerEffect.WakeAt.class, two.effects)).isNotEmpty();
  }

  @Test
  void restartIsLiftedOnceStoppedAndStartsAgain() {
    two.lead(ALICE, BOB);
    two.ran.clear();

    two.order(new OperatorOverride.Restart(WEB, expiry()));

    assertThat(two.ran).containsExactly("stop web on alice", "start web on alice");
    assertThat(two.record().overrides()).isEmpty();
  }

  @Test
  void targetRoleStopsAndLiftingStartsAgain() {
    two.lead(ALICE, BOB);
    var stopped = new OperatorOverride.TargetRole(WEB, Role.STOPPED, Optional.empty());

    two.order(stopped);
    assertThat(placeOfWeb()).isEmpty();

    two.commit(new LedgerEntry.OverrideLifted(two.wall(), stopped.key(), "root@alice", ""));
    two.settle();
    two.pass(Duration.ofMillis(100));
    assertThat(placeOfWeb()).isNotEmpty();
  }

  @Test
  void maintenanceMeansNoActionAtAll() {
    two.lead(ALICE, BOB);
    two.ran.clear();
    two.order(new OperatorOverride.ClusterMaintenance(Optional.empty()));

    two.order(new OperatorOverride.Standby(ALICE, Optional.empty()));
    two.pass(Duration.ofSeconds(2));

    assertThat(two.ran).isEmpty();
  }

  @Test
  void unmanagedIsLeftAlone() {
    two.lead(ALICE, BOB);
    two.ran.clear();
    two.order(new OperatorOverride.Unmanaged(WEB, Optional.empty()));

    two.order(new OperatorOverride.TargetRole(WEB, Role.STOPPED, Optional.empty()));

    assertThat(two.ran).isEmpty();
  }

  @Test
  void failedStartGoesElsewhere() {
    two.failing.add("start db on alice");

    two.lead(ALICE, BOB);
    two.pass(Duration.ofSeconds(1));

    assertThat(two.on(BOB)).containsExactly(DB, WEB);
    assertThat(two.record().failures()).hasSize(1);
  }

  @Test
  void unseenNodeIsWaitedForBeforeAnythingIsDecided() {
    two.lead(ALICE);
    assertThat(two.ran).isEmpty();
    assertThat(two.said).anyMatch(s -> s.contains("waiting up to 20 s"));

    two.pass(Duration.ofSeconds(21));

    assertThat(two.decisions).isPositive();
  }

  @Test
  void nodeThatVanishedInThisLifeIsNotWaitedFor() {
    two.lead(ALICE, BOB);
    two.effects.clear();

    two.lead(ALICE);

    assertThat(Stage.of(ControllerEffect.Fence.class, two.effects)).hasSize(1);
  }

  private Optional<Instant> expiry() {
    return Optional.of(two.wall().plus(Duration.ofMinutes(15)));
  }
}
