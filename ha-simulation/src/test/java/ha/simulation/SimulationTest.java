package ha.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few seeds; {@code bin/simulate} runs any number. */
final class SimulationTest {
  static Run run(long seed, int nodes, Variant variant) {
    return new Simulation(
            new Simulation.Order(seed, nodes, false, variant, false, Optional.empty()))
        .run();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16})
  void theRulesAreKept(long seed) {
    assertThat(run(seed, 0, Variant.SOUND).violation()).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 8})
  void theSameSeedIsTheSameRun(long seed) {
    Run one = run(seed, 0, Variant.SOUND);
    Run two = run(seed, 0, Variant.SOUND);
    assertThat(two.hash()).isEqualTo(one.hash());
    assertThat(two.events()).isEqualTo(one.events());
    assertThat(two.counters().all()).isEqualTo(one.counters().all());
  }

  /** Every fault may hit the witness: it is cut off, dies, sleeps, its disk is slow or full. */
  @ParameterizedTest(name = "seed {0}, with a witness")
  @ValueSource(longs = {1, 2, 3, 4})
  void theRulesAreKeptWithAWitness(long seed) {
    Simulation.Order order =
        new Simulation.Order(seed, 0, true, Variant.SOUND, false, Optional.empty());
    assertThat(new Simulation(order).run().violation()).isEmpty();
  }

  @Test
  void differentSeedsAreDifferentRuns() {
    assertThat(run(1, 2, Variant.SOUND).hash()).isNotEqualTo(run(2, 2, Variant.SOUND).hash());
  }
}
