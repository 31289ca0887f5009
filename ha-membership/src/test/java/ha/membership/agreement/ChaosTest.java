package ha.membership.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random faults from seeds; what must never happen, and that all heals in the end. */
final class ChaosTest {
  private static final int SEEDS = Integer.getInteger("agreement.seeds", 150);
  private static final int FROM = Integer.getInteger("agreement.from", 0);

  @Test
  void whateverHappensNothingThatMustNotHappenDoes() {
    long steps = 0;
    long terms = 0;
    int bothFenced = 0;
    for (int seed = FROM; seed < FROM + SEEDS; seed++) {
      Chaos chaos = new Chaos(seed, EnumSet.noneOf(Unsafe.class), false);
      Optional<String> wrong = chaos.run();
      assertThat(wrong).as("seed %s", seed).isEmpty();
      steps += chaos.world.steps;
      terms += chaos.world.terms;
      bothFenced += chaos.world.bothFenced;
    }
    System.out.println(
        "seeds " + SEEDS + ", steps " + steps + ", terms " + terms + ", both fenced " + bothFenced);
    assertThat(bothFenced).as("both of two nodes fenced each other").isZero();
  }

  @Test
  void twoNodesAndAWitness() {
    for (int seed = FROM; seed < FROM + SEEDS / 2; seed++) {
      Chaos chaos = new Chaos(seed, Set.of(), false, "alice", "bob", "witness");
      assertThat(chaos.run()).as("seed %s", seed).isEmpty();
    }
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    Chaos one = new Chaos(7, Set.of(), true);
    Chaos two = new Chaos(7, Set.of(), true);
    assertThat(one.run()).isEqualTo(two.run());
    assertThat(one.world.trace).isEqualTo(two.world.trace).hasSizeGreaterThan(100);
    assertThat(Duration.ofNanos(one.world.now())).isEqualTo(Duration.ofNanos(two.world.now()));
  }
}
