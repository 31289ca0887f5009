package ha.membership.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
  @Test
  void saysYesOnceToEachCounterAboveTheFloor() {
    ReplayWindow window = new ReplayWindow(100);
    assertThat(window.accept(100)).isFalse();
    assertThat(window.accept(5)).isFalse();
    assertThat(window.accept(102)).isTrue();
    assertThat(window.accept(101)).isTrue();
    assertThat(window.accept(101)).isFalse();
    assertThat(window.accept(102)).isFalse();
  }

  @Test
  void forgetsNothingThatItMayBeAskedAgain() {
    ReplayWindow window = new ReplayWindow(0);
    Set<Long> taken = new HashSet<>();
    Random random = new Random(3);
    long top = 0;
    for (int i = 0; i < 200_000; i++) {
      long counter = Math.max(0, top + random.nextInt(6000) - 5000);
      boolean fresh = window.accept(counter);
      boolean tooOld = counter <= top - ReplayWindow.SIZE;
      assertThat(fresh).isEqualTo(counter > 0 && !tooOld && taken.add(counter));
      top = Math.max(top, counter);
    }
  }

  @Test
  void standsTheEndsOfTheRange() {
    ReplayWindow window = new ReplayWindow(0);
    assertThat(window.accept(-1)).isFalse();
    assertThat(window.accept(Long.MIN_VALUE)).isFalse();
    assertThat(window.accept(Long.MAX_VALUE)).isTrue();
    assertThat(window.accept(Long.MAX_VALUE)).isFalse();
    assertThat(window.accept(Long.MAX_VALUE - 1)).isTrue();
    assertThat(window.accept(7)).isFalse();
  }
}
