package ha.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ha.simulation.fault.Fault;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The simulator notices what is broken on purpose; {@code bin/simulate --variants} does it for
 * every variant.
 */
final class BrokenVariantTest {
  private static final int MOST = 60;

  private static Run caught(String name) {
    Variant variant = Variant.named(name).orElseThrow();
    for (long seed = 1; seed <= MOST; seed++) {
      Run run = SimulationTest.run(seed, 0, variant);
      if (run.violation().isPresent()) {
        return run;
      }
    }
    throw new AssertionError(name + " is not noticed by " + MOST + " seeds");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "SKIP_FENCE_WAIT",
        "FENCE_IS_NOT_WAITED_FOR",
        "IGNORE_LAST_MAN",
        "IGNORE_LEASE",
      })
  void isNoticed(String name) {
    assertThat(caught(name).violation()).isPresent();
  }

  @Test
  void aScheduleIsCutDownToWhatMatters() {
    Run run = caught("FENCE_IS_NOT_WAITED_FOR");
    Variant variant = Variant.named("FENCE_IS_NOT_WAITED_FOR").orElseThrow();
    Simulation.Order order =
        new Simulation.Order(run.seed(), 0, false, variant, false, Optional.empty());
    List<Fault> fewer = Shrinker.shrink(order, run, 20);
    assertThat(fewer).hasSizeLessThan(run.faults().size());
    Simulation.Order again =
        new Simulation.Order(run.seed(), 0, false, variant, false, Optional.of(fewer));
    assertThat(new Simulation(again).run().violation().orElseThrow().rule())
        .isEqualTo(run.violation().orElseThrow().rule());
  }
}
