package ha.fencing.ipmi;

import static org.assertj.core.api.Assertions.assertThat;

import ha.fencing.device.FenceResult;
import ha.fencing.ipmi.sim.BmcFaults;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small version of the loss table in docs/FENCING.md, which {@link Figures} measures. */
class LossTest {
  @ParameterizedTest
  @CsvSource({"10, 8", "30, 5"})
  void offIsReachedInSpiteOfLoss(int percent, int count, @TempDir Path directory) {
    int right = 0;
    for (int seed = 1; seed <= count; seed++) {
      try (Rig rig = new Rig(directory, seed)) {
        rig.faults(BmcFaults.losing(percent));
        FenceResult result = rig.off(Duration.ofSeconds(20));
        right += result.off() ? 1 : 0;
        assertThat(result.off() && rig.power.isOn()).as("told off while on").isFalse();
      }
    }
    assertThat(right).isGreaterThanOrEqualTo(count - 1);
  }
}
