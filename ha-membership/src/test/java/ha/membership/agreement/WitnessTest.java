package ha.membership.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes and a third that only votes. That it never leads is looked at all the time. */
final class WitnessTest {
  private final World world = new World(5, Set.of(), "alice", "bob", "witness");
  private final Host alice = world.host("alice");
  private final Host bob = world.host("bob");
  private final Host witness = world.host("witness");

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
  void twoNodesGoOnWithoutTheWitness() {
    formed();
    witness.powerOff();
    within(Duration.ofSeconds(3), () -> world.together(List.of(alice, bob)));
    write("without the witness");
    witness.start();
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
  }

  /** Without a witness the survivor would have to confirm the other off before it leads. */
  @Test
  void ofTwoThatLoseEachOtherTheOneWithTheWitnessGoesOn() {
    formed();
    world.cutBoth("alice", "bob");

    Duration took =
        within(
            Duration.ofSeconds(4),
            () -> world.together(List.of(alice, witness)) || world.together(List.of(bob, witness)));
    System.out.println("two nodes and a witness, link cut, new term took " + took);

    world.run(Duration.ofSeconds(20));
    assertThat(alice.mayAct()).isNotEqualTo(bob.mayAct());
    write("with the witness");
    world.healAll();
    within(Duration.ofSeconds(5), () -> world.together(world.all()));
  }

  @Test
  void aNodeThatIsCutOffFromBothDoesNotAct() {
    formed();
    world.cutBoth("alice", "bob");
    world.cutBoth("alice", "witness");

    within(Duration.ofSeconds(4), () -> world.together(List.of(bob, witness)));
    assertThat(alice.mayAct()).isFalse();
  }

  @Test
  void withLinkAndWitnessLostNobodyActs() {
    formed();
    witness.powerOff();
    within(Duration.ofSeconds(3), () -> world.together(List.of(alice, bob)));
    world.cutBoth("alice", "bob");

    world.run(Duration.ofSeconds(20));

    assertThat(alice.mayAct()).isFalse();
    assertThat(bob.mayAct()).isFalse();
    world.healAll();
    within(Duration.ofSeconds(5), () -> world.together(List.of(alice, bob)));
  }

  /** It keeps the record, so no majority has it without what was acknowledged. */
  @Test
  void whatOnlyTheWitnessStillHasIsNotLost() {
    formed();
    bob.powerOff();
    within(Duration.ofSeconds(3), () -> world.together(List.of(alice, witness)));
    write("bob does not have this");
    alice.powerOff();
    world.run(Duration.ofSeconds(3));
    assertThat(world.leader()).isEmpty();

    bob.start();

    within(Duration.ofSeconds(5), () -> world.together(List.of(bob, witness)));
    write("and this");
    assertThat(
            bob.all(AgreementEffect.Committed.class).stream()
                .map(one -> one.entry().toString())
                .filter(text -> text.contains("bob does not have this")))
        .hasSize(1);
  }

  @Test
  void aNodeThatBootsAloneLeadsWithTheWitness() {
    formed();
    alice.powerOff();
    bob.powerOff();
    world.run(Duration.ofSeconds(5));

    bob.start();

    within(Duration.ofSeconds(6), () -> world.together(List.of(bob, witness)));
  }

  @Test
  void theLastNodeLeavesThoughOnlyTheWitnessIsThere() {
    formed();
    bob.powerOff();
    within(Duration.ofSeconds(3), () -> world.together(List.of(alice, witness)));
    alice.event(new AgreementEvent.LeaveRequested());

    within(Duration.ofSeconds(10), () -> !alice.running());
  }
}
