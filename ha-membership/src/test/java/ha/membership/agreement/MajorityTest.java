package ha.membership.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MajorityTest {
  private final World world = new World(5, Set.of(), "alice", "bob", "carol");
  private final Host alice = world.host("alice");
  private final Host bob = world.host("bob");
  private final Host carol = world.host("carol");

  @AfterEach
  void nothingForbiddenHappened() {
    assertThat(world.violations).isEmpty();
  }

  private void formed() {
    world.startAll();
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
    world.run(Duration.ofSeconds(1));
  }

  private Duration within(Duration longest, java.util.function.BooleanSupplier holds) {
    Optional<Duration> took = world.runUntil(holds, longest);
    assertThat(took).as(world.picture()).isPresent();
    return took.orElseThrow();
  }

  private void write(String text) {
    world.leader().orElseThrow().append(text);
    world.run(Duration.ofMillis(300));
    assertThat(world.acknowledged).contains(text);
  }

  @Test
  void aMemberThatDiesIsRecordedLostInANewTerm() {
    formed();
    Host leader = world.leader().orElseThrow();
    leader.powerOff();
    List<Host> rest = world.all().stream().filter(host -> host != leader).toList();
    Duration took = within(Duration.ofSeconds(3), () -> world.together(rest));
    assertThat(took).isLessThan(Duration.ofMillis(1500));
    Host next = world.leader().orElseThrow();
    assertThat(next.all(AgreementEffect.Committed.class))
        .anyMatch(one ->
            one.entry() instanceof LedgerEntry.NodeLost lost && lost.node().equals(leader.name));
    System.out.println("three nodes, leader's power lost, new term took " + took);
  }

  /**
   * Between lease and detection; what it would know of the members would be what they once said.
   */
  @Test
  void aLeaderWhoseLeaseRanOutLeadsAgainOnlyInANewTerm() {
    formed();
    Host leader = world.leader().orElseThrow();
    Term before = leader.view().term();
    for (Host other : world.all()) {
      world.cut(other.name.value(), leader.name.value());
    }
    within(Duration.ofSeconds(1), () -> !leader.mayAct());
    world.healAll();
    within(Duration.ofSeconds(3), () -> world.together(world.all()));
    assertThat(leader.view().term().newerThan(before)).isTrue();
  }

  @Test
  void whoJoinsSlowlySuspendsNobody() {
    formed();
    Host late = world.all().stream().filter(h -> h != world.leader().orElseThrow()).toList().get(1);
    List<Host> rest = world.all().stream().filter(h -> h != late).toList();
    late.powerOff();
    within(Duration.ofSeconds(3), () -> world.together(rest));
    late.diskTime = Duration.ofMillis(900);
    late.start();
    Duration gap = Duration.ZERO;
    while (!world.together(world.all())) {
      world.run(Duration.ofMillis(1));
      boolean act = rest.stream().allMatch(Host::mayAct);
      gap = act ? gap : gap.plusMillis(1);
      assertThat(gap).as(world.picture()).isLessThan(Duration.ofSeconds(3));
    }
    System.out.println("newcomer whose writes take 0.9 s: no authority for " + gap);
    assertThat(gap).isLessThan(Duration.ofMillis(1600));
  }

  @Test
  void whoNeverPromisesSuspendsNobody() {
    formed();
    Host late = world.all().stream().filter(h -> h != world.leader().orElseThrow()).toList().get(1);
    List<Host> rest = world.all().stream().filter(h -> h != late).toList();
    late.powerOff();
    within(Duration.ofSeconds(3), () -> world.together(rest));
    late.diskTime = Duration.ofMinutes(5);
    late.start();
    for (int i = 0; i < 8000; i++) {
      world.run(Duration.ofMillis(1));
      assertThat(rest).as(world.picture()).allMatch(Host::mayAct);
    }
  }

  @Test
  void aLeaderThatHasToBeFencedFallsSilentAndTheOthersGoOn() {
    formed();
    Host leader = world.leader().orElseThrow();
    leader.event(new AgreementEvent.Condemned("a stop failed"));
    List<Host> rest = world.all().stream().filter(h -> h != leader).toList();
    within(Duration.ofSeconds(3), () -> world.together(rest));
    assertThat(leader.mayAct()).isFalse();
  }

  @Test
  void aLeaderWithoutWhomNobodyCouldGoOnStays() {
    formed();
    Host leader = world.leader().orElseThrow();
    Host lost = world.all().stream().filter(h -> h != leader).findFirst().orElseThrow();
    lost.powerOff();
    List<Host> rest = world.all().stream().filter(h -> h != lost).toList();
    within(Duration.ofSeconds(3), () -> world.together(rest));
    Host leading = world.leader().orElseThrow();
    leading.event(new AgreementEvent.Condemned("a stop failed"));
    world.run(Duration.ofSeconds(3));
    assertThat(world.leader()).contains(leading);
  }

  @Test
  void aDaemonKnownDeadIsReplacedSooner() {
    formed();
    Host leader = world.leader().orElseThrow();
    leader.crash();
    List<Host> rest = world.all().stream().filter(host -> host != leader).toList();
    rest.forEach(host ->
        world.at(
            Duration.ofMillis(3), () -> host.event(new AgreementEvent.ProcessGone(leader.name))));
    Duration took = within(Duration.ofMillis(500), () -> world.together(rest));
    System.out.println("three nodes, leader killed, new term took " + took);
  }

  @Test
  void aMinorityDoesNotActAndSaysWhy() {
    formed();
    world.cutBoth("alice", "bob");
    world.cutBoth("alice", "carol");
    within(Duration.ofSeconds(3), () -> world.together(List.of(bob, carol)));
    world.run(Duration.ofSeconds(5));
    assertThat(alice.mayAct()).isFalse();
    assertThat(alice.view().waitsFor()).contains("1 of 3 votes");
    Incarnation before = alice.incarnation();
    world.healAll();
    within(Duration.ofSeconds(3), () -> world.together(world.all()));
    assertThat(alice.incarnation().newerThan(before)).isTrue();
    assertThat(alice.all(AgreementEffect.Reborn.class)).hasSize(1);
  }

  @Test
  void ofTwoThatDoNotHearEachOtherOneIsLeftOutThoughTheThirdHearsBoth() {
    formed();
    world.cutBoth("alice", "bob");
    within(
        Duration.ofSeconds(6),
        () -> world.together(List.of(alice, carol)) || world.together(List.of(bob, carol)));
    long terms = world.terms;
    world.run(Duration.ofSeconds(30));
    assertThat(world.terms - terms).as("no duels").isLessThanOrEqualTo(1);
    world.healAll();
    within(Duration.ofSeconds(3), () -> world.together(world.all()));
  }

  @Test
  void whoIsHeardButDoesNotHearIsLeftOut() {
    formed();
    world.cut("alice", "carol");
    within(
        Duration.ofSeconds(6),
        () -> world.together(List.of(alice, bob)) || world.together(List.of(bob, carol)));
    long terms = world.terms;
    world.run(Duration.ofSeconds(30));
    assertThat(world.terms - terms).isLessThanOrEqualTo(1);
  }

  @Test
  void aNodeThatWasNotRunForAWhileTakesNothingForGranted() {
    formed();
    Host leader = world.leader().orElseThrow();
    leader.effects.clear();
    leader.pause(Duration.ofMillis(900));
    world.run(Duration.ofMillis(901));
    assertThat(leader.all(AgreementEffect.Suspended.class)).isNotEmpty();
    within(Duration.ofSeconds(3), () -> world.together(world.all()));
    leader.effects.clear();
    leader.pause(Duration.ofSeconds(6));
    world.run(Duration.ofMillis(6001));
    assertThat(leader.effects.stream().filter(AgreementEffect.Suspended.class::isInstance))
        .isNotEmpty();
    assertThat(leader.mayAct()).isFalse();
    within(Duration.ofSeconds(3), () -> world.together(world.all()));
  }

  @Test
  void aDiskThatIsSlowForSecondsCostsNoMembership() {
    formed();
    long terms = world.terms;
    carol.diskTime = Duration.ofSeconds(2);
    world.leader().orElseThrow().append("slow");
    world.run(Duration.ofSeconds(4));
    assertThat(world.acknowledged).contains("slow");
    assertThat(world.terms).isEqualTo(terms);
  }

  @Test
  void aNodeWhoseDiskIsFullIsLeftOutAndComesBackWhenThereIsRoom() {
    formed();
    carol.disk.setFull(true);
    world.leader().orElseThrow().append("no room");
    within(Duration.ofSeconds(9), () -> world.together(List.of(alice, bob)));
    assertThat(carol.view().diskTrouble()).hasValueSatisfying(t -> assertThat(t).contains("space"));
    carol.disk.setFull(false);
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
  }

  @Test
  void nodesThatStartOneAfterTheOtherDoNotMakeATermEach() {
    formed();
    world.all().forEach(Host::crash);
    long terms = world.terms;
    for (Host host : world.all()) {
      host.start();
      world.run(Duration.ofMillis(120));
    }
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
    assertThat(world.terms - terms).isEqualTo(1);
  }

  @Test
  void whoWasAwayForLongGetsASnapshotAndWhatCameAfter() {
    formed();
    carol.crash();
    within(Duration.ofSeconds(3), () -> world.together(List.of(alice, bob)));
    for (int i = 0; i < 100; i++) {
      write("n" + i);
    }
    alice.snapshot();
    bob.snapshot();
    world.run(Duration.ofSeconds(1));
    write("after");
    carol.effects.clear();
    carol.start();
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
    world.run(Duration.ofSeconds(1));
    assertThat(carol.all(AgreementEffect.Restored.class)).hasSize(1);
    assertThat(carol.view().commit()).isEqualTo(alice.view().commit());
    world.all().forEach(Host::crash);
    world.startAll();
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
    write("again");
  }

  @Test
  void whoLeavesCleanlyIsRecordedAndNotLost() {
    formed();
    Host leader = world.leader().orElseThrow();
    leader.event(new AgreementEvent.LeaveRequested());
    within(Duration.ofSeconds(2), () -> leader.left);
    assertThat(leader.recorded).isTrue();
    List<Host> rest = world.all().stream().filter(host -> host != leader).toList();
    Duration took = within(Duration.ofSeconds(3), () -> world.together(rest));
    assertThat(took).isLessThan(Duration.ofSeconds(1));
    assertThat(world.committed.values()).noneMatch(text -> text.contains("NodeLost"));
  }

  @Test
  void fewerConfiguredNodesMeanAnotherQuorum() {
    formed();
    world
        .leader()
        .orElseThrow()
        .append("define", new LedgerEntry.DefinitionsApplied(World.EPOCH, "alice bob", "a", "b"));
    within(Duration.ofSeconds(3), () -> world.together(List.of(alice, bob)));
    assertThat(carol.mayAct()).isFalse();
    assertThat(alice.view().electorate().voters())
        .containsExactly(new NodeName("alice"), new NodeName("bob"));
    carol.crash();
    bob.powerOff();
    within(Duration.ofSeconds(5), () -> alice.mayAct() && alice.view().members().size() == 1);
    assertThat(alice.view().lastMan()).isPresent();
  }

  @Test
  void anEntryOfAFormerLeaderThatNobodyElseHasDoesNotComeBack() {
    formed();
    Host leader = world.leader().orElseThrow();
    List<Host> rest = world.all().stream().filter(host -> host != leader).toList();
    rest.forEach(host -> world.cutBoth(leader.name.value(), host.name.value()));
    leader.append("unheard");
    within(Duration.ofSeconds(3), () -> world.together(rest));
    write("newer");
    world.healAll();
    within(Duration.ofSeconds(3), () -> world.together(world.all()));
    assertThat(world.committed.values()).noneMatch(text -> text.contains("unheard"));
    assertThat(leader.all(AgreementEffect.AppendFailed.class)).isNotEmpty();
  }
}
