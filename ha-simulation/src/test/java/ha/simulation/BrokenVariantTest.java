package ha.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ha.simulation.fault.Fault;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulator notices what is broken on purpose; {@code bin/simulate --variants} does it for
 * every variant.
 */
final class BrokenVariantTest {
  @ParameterizedTest(name = "{0} is noticed by seed {1} of two nodes")
  @CsvSource({
    "SKIP_FENCE_WAIT, 1",
    "IGNORE_LAST_MAN, 1",
    "KEEP_LAST_MAN, 11",
  })
  void isNoticed(String name, long seed) {
    Variant variant = Variant.named(name).orElseThrow();
    assertThat(SimulationTest.run(seed, 2, variant).violation()).isPresent();
  }

  @Test
  void aScheduleIsCutDownToWhatMatters() {
    Variant variant = Variant.named("SKIP_FENCE_WAIT").orElseThrow();
    Simulation.Order order = new Simulation.Order(1, 2, variant, false, Optional.empty());
    Run run = new Simulation(order).run();
    List<Fault> fewer = Shrinker.shrink(order, run, 20);
    assertThat(fewer).hasSizeLessThan(run.faults().size());
    Simulation.Order again = new Simulation.Order(1, 2, variant, false, Optional.of(fewer));
    assertThat(new Simulation(again).run().violation().orElseThrow().rule())
        .isEqualTo(run.violation().orElseThrow().rule());
  }
}
