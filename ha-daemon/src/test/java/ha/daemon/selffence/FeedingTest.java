package ha.daemon.selffence;

import static org.assertj.core.api.Assertions.assertThat;

import ha.daemon.controller.Holding;
import ha.model.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FeedingTest {
  private static final MonoTime BEGAN = new MonoTime(0);
  private final Feeding feeding = new Feeding(Duration.ofSeconds(10), BEGAN);

  private Feeding.Verdict feed(long millis, boolean mayAct, boolean holding) {
    Holding held = holding ? Holding.SOMETHING : Holding.NOTHING;
    Trial trial = new Trial(mayAct, held, true, Optional.empty(), Optional.empty());
    return feeding.at(at(millis), trial.guilt(Reliance.AUTHORITY, holding), trial.spared());
  }

  private static MonoTime at(long millis) {
    return BEGAN.plus(Duration.ofMillis(millis));
  }

  @Test
  void nodeThatMayActIsFedWhateverItHolds() {
    assertThat(feed(1000, true, true).feed()).isTrue();
    assertThat(feed(2000, true, false).feed()).isTrue();
  }

  @Test
  void nodeThatHoldsNothingIsFedWithoutAuthority() {
    assertThat(feed(60_000, false, false).feed()).isTrue();
  }

  @Test
  void nodeThatMayNotActAndHoldsSomethingStarvesAndIsWarnedOnTheWay() {
    feed(1000, true, true);
    List<Long> warned = new ArrayList<>();
    for (long t = 1100; t <= 12_000; t += 100) {
      Feeding.Verdict verdict = feed(t, false, true);
      assertThat(verdict.feed()).isFalse();
      long when = t;
      verdict.sentence().ifPresent(s -> warned.add(when));
    }
    assertThat(warned).containsExactly(4000L, 7000L, 10_000L);
  }

  @Test
  void lettingGoInTimeIsEnough() {
    feed(1000, true, true);
    assertThat(feed(5000, false, true).sentence().orElse("")).contains("in 6 s");

    Feeding.Verdict verdict = feed(6000, false, false);
    assertThat(verdict.feed()).isTrue();
    assertThat(verdict.sentence().orElse("")).contains("nothing speaks against this node any more");
  }
}
