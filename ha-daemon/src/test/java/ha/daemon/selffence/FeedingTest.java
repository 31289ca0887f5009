package ha.daemon.selffence;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeedingTest {
  private static final MonoTime BEGAN = new MonoTime(0);
  private final Feeding feeding = new Feeding(Duration.ofSeconds(10), BEGAN);

  private static MonoTime at(long millis) {
    return BEGAN.plus(Duration.ofMillis(millis));
  }

  @Test
  void nodeThatMayActIsFedWhateverItHolds() {
    assertThat(feeding.at(at(1000), true, true).feed()).isTrue();
    assertThat(feeding.at(at(2000), true, false).feed()).isTrue();
  }

  @Test
  void nodeThatHoldsNothingIsFedWithoutAuthority() {
    assertThat(feeding.at(at(60_000), false, false).feed()).isTrue();
  }

  @Test
  void nodeThatMayNotActAndHoldsSomethingStarvesAndIsWarnedOnTheWay() {
    feeding.at(at(1000), true, true);
    List<Long> warned = new ArrayList<>();
    for (long t = 1100; t <= 12_000; t += 100) {
      Feeding.Verdict verdict = feeding.at(at(t), false, true);
      assertThat(verdict.feed()).isFalse();
      long when = t;
      verdict.sentence().ifPresent(s -> warned.add(when));
    }
    assertThat(warned).containsExactly(4000L, 7000L, 10_000L);
  }

  @Test
  void lettingGoInTimeIsEnough() {
    feeding.at(at(1000), true, true);
    assertThat(feeding.at(at(5000), false, true).sentence().orElse("")).contains("in 6 s");

    Feeding.Verdict verdict = feeding.at(at(6000), false, false);
    assertThat(verdict.feed()).isTrue();
    assertThat(verdict.sentence().orElse("")).contains("nothing runs here any more");
  }
}
