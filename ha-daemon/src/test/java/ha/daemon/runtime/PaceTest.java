package ha.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ha.daemon.core.CoreEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A loop that comes late says so, and what it was busy with. */
class PaceTest {
  private static final Duration TICK = Duration.ofMillis(500);
  private static final long MILLI = 1_000_000;

  private final Pace pace = new Pace();

  @Test
  void heartbeatThatIsMissedIsRemarkedWithTheLongestStep() {
    pace.stepped(new CoreEvent.WokenUp(), 0, 1_900 * MILLI);
    pace.stepped(new CoreEvent.Tick(), 0, 5 * MILLI);

    assertThat(pace.ticked(0, 2_000 * MILLI, TICK))
        .contains(
            "this daemon was not run for 2500 ms, so the others did not hear it; its longest step"
                + " meanwhile took 1900 ms (WokenUp)");
  }

  @Test
  void littleLateIsNotWorthAWord() {
    assertThat(pace.ticked(0, 900 * MILLI, TICK)).isEmpty();
  }

  @Test
  void remarksAreRareAndTellTheWorst() {
    assertThat(pace.ticked(0, 2_000 * MILLI, TICK)).isPresent();
    assertThat(pace.ticked(0, 9_000 * MILLI, TICK)).isEmpty();
    assertThat(pace.ticked(0, 3_000 * MILLI, TICK)).isEmpty();
    assertThat(pace.ticked(12_000 * MILLI, 12_000 * MILLI, TICK))
        .hasValueSatisfying(r -> assertThat(r).contains("9500 ms"));
  }
}
