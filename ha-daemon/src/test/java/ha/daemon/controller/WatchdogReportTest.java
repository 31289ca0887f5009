package ha.daemon.controller;

import static ha.daemon.controller.Samples.ALICE;
import static ha.daemon.controller.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import ha.daemon.controller.ControllerMessage.Change;
import ha.daemon.controller.ControllerMessage.Report;
import ha.model.Incarnation;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the record says of a member's watchdog is what that life of it said last. */
final class WatchdogReportTest {
  private static final Duration COUNTDOWN = Duration.ofSeconds(10);

  private final Stage alice = new Stage(ALICE, Samples.yaml(List.of(ALICE, BOB), ""));

  private void bobSays(long version, Optional<String> value) {
    Change change = new Change.AttributeSet(version, WatchdogReport.ATTRIBUTE, value);
    alice.hear(BOB, new Report(alice.term(), new Incarnation(1), List.of(change)));
  }

  private Optional<Duration> recorded() {
    return alice.controller().record().node(BOB).resetWithin();
  }

  @Test
  void isRecordedWhenTheMemberSaysSo() {
    alice.lead(ALICE, BOB);
    assertThat(recorded()).isEmpty();

    bobSays(1, Optional.of(WatchdogReport.write(COUNTDOWN)));
    assertThat(recorded()).contains(COUNTDOWN);
    assertThat(
            alice
                .controller()
                .record()
                .attributes()
                .getOrDefault(BOB, Collections.emptySortedMap()))
        .isEmpty();

    bobSays(2, Optional.empty());
    assertThat(recorded()).isEmpty();
  }

  /** It was given up while nobody led. */
  @Test
  void isTakenBackWhenATermBeginsWithoutIt() {
    alice.lead(ALICE, BOB);
    bobSays(1, Optional.of(WatchdogReport.write(COUNTDOWN)));

    alice.lead(ALICE, BOB);

    assertThat(recorded()).isEmpty();
  }
}
