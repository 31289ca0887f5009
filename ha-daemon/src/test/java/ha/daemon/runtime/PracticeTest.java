package ha.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is practised is a whole life, up to the end. */
class PracticeTest {
  @Test
  void twoNodesFormWorkAndOneTakesOver() {
    assertThat(Practice.run(Duration.ofMinutes(5))).isEqualTo(Practice.End.WHOLE);
  }

  @Test
  void slowProcessorBreaksItOff() {
    assertThat(Practice.run(Duration.ZERO)).isEqualTo(Practice.End.OUT_OF_TIME);
  }
}
