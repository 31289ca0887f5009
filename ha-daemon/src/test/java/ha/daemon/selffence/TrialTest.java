package ha.daemon.selffence;

import static org.assertj.core.api.Assertions.assertThat;

import ha.daemon.controller.Holding;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrialTest {
  private static Optional<String> guilt(Reliance reliance, boolean mayAct, boolean disks) {
    return trial(mayAct, disks).guilt(reliance, true);
  }

  private static Trial trial(boolean mayAct, boolean disks) {
    return new Trial(mayAct, Holding.SOMETHING, disks, Optional.empty(), Optional.empty());
  }

  @Test
  void authorityIsAllThatCountsWhereNoDiskCanTell() {
    assertThat(guilt(Reliance.AUTHORITY, true, false)).isEmpty();
    assertThat(guilt(Reliance.AUTHORITY, false, true)).isPresent();
    assertThat(guilt(Reliance.NOTHING, false, false)).isEmpty();
  }

  @Test
  void aDiskThatIsLostIsDeadlyOnlyWithoutAuthority() {
    assertThat(guilt(Reliance.DISK, false, true)).isEmpty();
    assertThat(guilt(Reliance.DISK, true, false)).isEmpty();
    assertThat(guilt(Reliance.DISK, false, false).orElseThrow()).contains("cannot read");
    assertThat(trial(false, false).guilt(Reliance.DISK, false)).isEmpty();
  }

  @Test
  void aMessageIsObeyedInAnyCase() {
    Trial told =
        new Trial(true, Holding.NOTHING, true, Optional.empty(), Optional.of("bob wrote so"));

    assertThat(told.guilt(Reliance.NOTHING, false).orElseThrow()).contains("bob wrote so");
  }

  /** The others wait for the watchdog of a member as well, one whose stop failed for example. */
  @Test
  void aMemberThatIsToBeFencedIsResetThoughItMayAct() {
    Trial ordered =
        new Trial(
            true, Holding.SOMETHING, true, Optional.of("stop of web failed"), Optional.empty());

    assertThat(ordered.guilt(Reliance.AUTHORITY, true).orElseThrow()).contains("stop of web");
    assertThat(ordered.guilt(Reliance.DISK, true)).isPresent();
    assertThat(ordered.guilt(Reliance.NOTHING, true)).isEmpty();
    assertThat(ordered.guilt(Reliance.AUTHORITY, false)).isEmpty();
  }
}
