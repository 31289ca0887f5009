package ha.membership.links;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoneDetectorTest {
  private static final long MS = 1_000_000;
  private final GoneDetector detector = new GoneDetector();

  @Test
  void twoAnswersOver100MillisecondsMakeADeadProcess() {
    detector.unreachable(0);
    detector.unreachable(99 * MS);
    assertThat(detector.gone(99 * MS)).isFalse();
    detector.unreachable(100 * MS);
    assertThat(detector.gone(100 * MS)).isTrue();
  }

  @Test
  void aBurstOfAnswersAndThenSilenceDoToo() {
    detector.unreachable(0);
    detector.unreachable(MS);
    detector.unreachable(2 * MS);
    assertThat(detector.gone(100 * MS)).isFalse();
    assertThat(detector.gone(150 * MS)).isTrue();
  }

  @Test
  void oneAnswerNeverDoes() {
    detector.unreachable(0);
    assertThat(detector.gone(10_000 * MS)).isFalse();
  }

  @Test
  void whatIsHeardVoidsIt() {
    detector.unreachable(0);
    detector.heard();
    detector.unreachable(200 * MS);
    assertThat(detector.gone(200 * MS)).isFalse();
  }

  @Test
  void asksThreeTimesAfterTheFirstAnswer() {
    assertThat(detector.untilProbe(0)).isEqualTo(Long.MAX_VALUE);
    detector.unreachable(0);
    int probes = 0;
    for (long now = 0; now < 1000 * MS; now += MS) {
      if (detector.untilProbe(now) <= 0) {
        detector.probed();
        probes++;
      }
    }
    assertThat(probes).isEqualTo(3);
  }
}
