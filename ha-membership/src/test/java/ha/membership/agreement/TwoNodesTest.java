package ha.membership.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ledger.LedgerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TwoNodesTest {
  private static final NodeName BOB = new NodeName("bob");

  private final World world = new World(11, Set.of(), "alice", "bob");
  private final Host alice = world.host("alice");
  private final Host bob = world.host("bob");

  @AfterEach
  void nothingForbiddenHappened() {
    assertThat(world.violations).isEmpty();
  }

  private void formed() {
    world.startAll();
    assertThat(world.runUntil(() -> world.together(world.all()), Duration.ofSeconds(5)))
        .isPresent();
    world.run(Duration.ofSeconds(1));
  }

  private void within(Duration longest, java.util.function.BooleanSupplier holds) {
    assertThat(world.runUntil(holds, longest)).as(world.picture()).isPresent();
  }

  private static boolean acts(Host host) {
    return host.running() && host.mayAct();
  }

  private static boolean alone(Host host) {
    return acts(host) && host.view().members().size() == 1;
  }

  private static boolean recorded(Host host, Class<? extends LedgerEntry> type) {
    return host.all(AgreementEffect.Committed.class).stream()
        .anyMatch(one -> type.isInstance(one.entry()));
  }

  @Test
  void atTheVeryFirstBootBothAreNeeded() {
    alice.start();
    world.run(Duration.ofSeconds(60));
    assertThat(acts(alice)).isFalse();
    assertThat(alice.view().waitsFor()).contains("waiting for bob", "hactl fence confirm bob");
    bob.start();
    within(Duration.ofSeconds(2), () -> world.together(world.all()));
  }

  @Test
  void theSurvivorFencesWritesTheLastManRecordAndOnlyThenGoesOn() {
    formed();
    bob.powerOff();
    within(Duration.ofSeconds(3), () -> !alice.all(AgreementEffect.FencePeer.class).isEmpty());
    assertThat(alone(alice)).isFalse();
    Optional<Duration> took = world.runUntil(() -> alone(alice), Duration.ofSeconds(3));
    assertThat(took).as(world.picture()).isPresent();
    assertThat(alice.view().lastMan()).isPresent();
    assertThat(recorded(alice, LedgerEntry.NodeLost.class)).isTrue();
    assertThat(recorded(alice, LedgerEntry.FenceConfirmed.class)).isTrue();
    alice.append("alone");
    world.run(Duration.ofSeconds(1));
    assertThat(world.acknowledged).contains("alone");
  }

  @Test
  void aDaemonKnownDeadIsFencedWithoutDelay() {
    formed();
    Host leader = world.leader().orElseThrow();
    Host follower = leader == alice ? bob : alice;
    leader.crash();
    world.at(
        Duration.ofMillis(5), () -> follower.event(new AgreementEvent.ProcessGone(leader.name)));
    within(Duration.ofMillis(350), () -> !follower.all(AgreementEffect.FencePeer.class).isEmpty());
    assertThat(follower.all(AgreementEffect.FencePeer.class).getLast().delay()).isZero();
    within(Duration.ofMillis(500), () -> alone(follower));
  }

  @Test
  void ofTwoThatLoseEachOtherTheGreaterClaimSurvives() {
    for (Host heavy : List.of(alice, bob)) {
      world.all().forEach(Host::start);
      world.healAll();
      within(Duration.ofSeconds(10), () -> world.together(world.all()));
      Host light = heavy == alice ? bob : alice;
      heavy.event(new AgreementEvent.ClaimChanged(100));
      light.event(new AgreementEvent.ClaimChanged(1));
      world.run(Duration.ofSeconds(1));
      world.cutBoth("alice", "bob");
      within(Duration.ofSeconds(6), () -> alone(heavy));
      assertThat(light.powered).isFalse();
      assertThat(world.bothFenced).isZero();
    }
  }

  @Test
  void theLastManLeadsAloneAfterABoot() {
    formed();
    bob.powerOff();
    within(Duration.ofSeconds(5), () -> alone(alice));
    alice.append("alone");
    world.run(Duration.ofSeconds(1));
    alice.crash();
    alice.start();
    within(Duration.ofSeconds(3), () -> acts(alice));
    assertThat(world.acknowledged).contains("alone");
  }

  @Test
  void whoWasFencedWaitsWhenItBootsAlone() {
    formed();
    world.cutBoth("alice", "bob");
    within(Duration.ofSeconds(6), () -> alone(alice) || alone(bob));
    Host fenced = alice.powered ? bob : alice;
    fenced.start();
    world.run(Duration.ofSeconds(60));
    assertThat(acts(fenced)).isFalse();
    assertThat(fenced.fenceAttempts).isZero();
    world.healAll();
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
  }

  @Test
  void theRightToBeAloneEndsWhenBothAreTogetherAgain() {
    formed();
    bob.powerOff();
    within(Duration.ofSeconds(5), () -> alone(alice));
    bob.start();
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
    assertThat(alice.view().lastMan()).isEmpty();
    bob.crash();
    alice.crash();
    alice.start();
    world.run(Duration.ofSeconds(30));
    assertThat(acts(alice)).isFalse();
  }

  @Test
  void onlyAnOperatorsOrderLetsAWaitingNodeLeadAlone() {
    formed();
    bob.crash();
    alice.crash();
    alice.start();
    world.run(Duration.ofSeconds(10));
    Incarnation last = new Incarnation(Long.MAX_VALUE / 2);
    alice.event(new AgreementEvent.FenceConfirmed(BOB, last, "", "root@alice", "looked at it"));
    world.run(Duration.ofSeconds(10));
    assertThat(acts(alice)).isFalse();
    assertThat(alice.view().waitsFor()).contains("order this node to lead alone");
    alice.event(new AgreementEvent.LeadAloneOrdered("root@alice", "bob burnt down"));
    within(Duration.ofSeconds(3), () -> acts(alice));
    assertThat(alice.view().lastMan().orElseThrow().ordered()).isTrue();
  }

  @Test
  void whoWasPassedOverByAnOrderTakesTheOthersRecord() {
    world.historyMayFork = true;
    world.truthfulFences = false;
    formed();
    alice.powerOff();
    within(Duration.ofSeconds(5), () -> alone(bob));
    bob.append("only bob knows");
    world.run(Duration.ofSeconds(1));
    Incarnation last = bob.incarnation();
    bob.crash();
    alice.start();
    world.run(Duration.ofSeconds(2));
    alice.event(new AgreementEvent.FenceConfirmed(BOB, last, "", "root@alice", "unplugged"));
    alice.event(new AgreementEvent.LeadAloneOrdered("root@alice", "bob is scrap"));
    within(Duration.ofSeconds(3), () -> acts(alice));
    alice.append("alice goes on");
    world.run(Duration.ofSeconds(1));
    bob.effects.clear();
    bob.start();
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
    world.run(Duration.ofSeconds(1));
    assertThat(bob.view().last()).isEqualTo(alice.view().last());
    assertThat(bob.all(AgreementEffect.Restored.class)).isNotEmpty();
    assertThat(bob.view().lastMan()).isEmpty();
  }

  @Test
  void aPersonsWordBreaksOffTheFenceThatIsUnderWay() {
    formed();
    alice.event(new AgreementEvent.ClaimChanged(1));
    world.bmcTime = Duration.ofMinutes(10);
    Incarnation life = bob.incarnation();
    bob.powerOff();
    within(Duration.ofSeconds(3), () -> !alice.all(AgreementEffect.FencePeer.class).isEmpty());

    alice.event(new AgreementEvent.FenceConfirmed(BOB, life, "", "root@alice", "unplugged"));

    assertThat(alice.all(AgreementEffect.BreakOffFence.class)).hasSize(1);
    within(Duration.ofSeconds(3), () -> alone(alice));
    assertThat(alice.all(AgreementEffect.FencePeer.class)).hasSize(1);
  }

  @Test
  void afterAPersonsWordOnALivingNodeNothingHappens() {
    formed();
    alice.event(
        new AgreementEvent.FenceConfirmed(BOB, bob.incarnation(), "", "root@alice", "typo"));
    world.run(Duration.ofSeconds(3));
    assertThat(world.together(world.all())).isTrue();
    assertThat(alice.said()).anyMatch(text -> text.contains("not believed"));
  }

  @Test
  void aFenceThatFailsIsTriedAgainButNotForEverFaster() {
    formed();
    alice.fencingWorks = false;
    bob.fencingWorks = false;
    world.cutBoth("alice", "bob");
    world.run(Duration.ofHours(1));
    assertThat(acts(alice) || acts(bob)).isFalse();
    assertThat(alice.fenceAttempts).isBetween(5, 20);
    assertThat(alice.view().waitsFor()).contains("no answer", "hactl fence confirm bob");
    world.healAll();
    within(Duration.ofSeconds(3), () -> world.together(world.all()));
    assertThat(alice.all(AgreementEffect.Reborn.class)).isEmpty();
  }

  @Test
  void whoComesBackBeforeItIsFencedIsTakenBackAsItWas() {
    formed();
    Incarnation before = bob.incarnation();
    world.bmcTime = Duration.ofSeconds(30);
    alice.event(new AgreementEvent.ClaimChanged(1));
    world.cutBoth("alice", "bob");
    Host second = world.leader().orElseThrow() == alice ? bob : alice;
    within(Duration.ofSeconds(3), () -> !second.all(AgreementEffect.FencePeer.class).isEmpty());
    alice.fencingWorks = false;
    bob.fencingWorks = false;
    world.healAll();
    within(Duration.ofSeconds(2), () -> world.together(world.all()));
    assertThat(second.all(AgreementEffect.CancelFence.class)).isNotEmpty();
    assertThat(bob.incarnation()).isEqualTo(before);
  }

  @Test
  void aLifeConfirmedOffIsRefusedForEver() {
    world.truthfulFences = false;
    formed();
    Incarnation before = bob.incarnation();
    world.cutBoth("alice", "bob");
    world.bmcTime = Duration.ofHours(1);
    world.run(Duration.ofSeconds(2));
    alice.event(new AgreementEvent.FenceConfirmed(BOB, before, "bmc", "cluster", "a lie"));
    within(Duration.ofSeconds(2), () -> alone(alice));
    world.healAll();
    within(Duration.ofSeconds(3), () -> world.together(world.all()));
    assertThat(bob.all(AgreementEffect.Disowned.class)).hasSize(1);
    assertThat(bob.incarnation().newerThan(before)).isTrue();
  }

  @Test
  void whoLeavesCleanlyIsNotFencedAndTheOtherIsTheLastMan() {
    formed();
    bob.event(new AgreementEvent.LeaveRequested());
    within(Duration.ofSeconds(2), () -> bob.left);
    assertThat(bob.recorded).isTrue();
    within(Duration.ofSeconds(3), () -> acts(alice) && alice.view().members().size() == 1);
    assertThat(recorded(alice, LedgerEntry.NodeLeft.class)).isTrue();
    assertThat(alice.all(AgreementEffect.FencePeer.class)).isEmpty();
    assertThat(alice.view().lastMan().orElseThrow().left()).isTrue();
    world.run(Duration.ofSeconds(1));
    bob.start();
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
  }

  @Test
  void theLeaderMayLeaveToo() {
    formed();
    Host leader = world.leader().orElseThrow();
    Host other = leader == alice ? bob : alice;
    leader.event(new AgreementEvent.LeaveRequested());
    within(Duration.ofSeconds(2), () -> leader.left);
    assertThat(leader.recorded).isTrue();
    within(Duration.ofSeconds(3), () -> alone(other));
    assertThat(other.all(AgreementEffect.FencePeer.class)).isEmpty();
  }

  @Test
  void ofTwoThatLeaveTogetherOneKeepsTheRecord() {
    formed();
    alice.event(new AgreementEvent.LeaveRequested());
    bob.event(new AgreementEvent.LeaveRequested());
    within(Duration.ofSeconds(4), () -> alice.left && bob.left);
    assertThat(alice.recorded && bob.recorded).isTrue();
    world.run(Duration.ofSeconds(1));
    int leading = 0;
    for (Host host : world.all()) {
      host.start();
      world.run(Duration.ofSeconds(10));
      leading += acts(host) ? 1 : 0;
      host.crash();
    }
    assertThat(leading).isEqualTo(1);
  }
}
