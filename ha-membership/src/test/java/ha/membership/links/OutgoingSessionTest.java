package ha.membership.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutgoingSessionTest {
  private static final long SECOND = 1_000_000_000L;

  private final OutgoingSession session =
      new OutgoingSession(TestNode.keys(1).sealing(), 7, Sender.newCipher());
  private final Salt first = session.salt();
  private long nanos = System.nanoTime();
  private long millis = System.currentTimeMillis();

  private void pass(long nanosPassed, long millisPassed) {
    nanos += nanosPassed;
    millis += millisPassed;
    session.renewAfterPause(nanos, millis);
  }

  @Test
  void goesOnWhileTimePassesEvenly() {
    pass(SECOND, 1000);
    pass(2 * SECOND, 2000);
    pass(SECOND / 10, 90);
    assertThat(session.salt()).isEqualTo(first);
  }

  @Test
  void beginsAnewAfterAPause() {
    pass(10 * SECOND, 10_000);
    assertThat(session.salt()).isNotEqualTo(first);
    assertThat(session.isOurs(first)).isTrue();
    assertThat(session.isOurs(Salt.draw())).isFalse();
  }

  @Test
  void beginsAnewWhenTheClockJumps() {
    pass(SECOND, 60_000);
    Salt second = session.salt();
    assertThat(second).isNotEqualTo(first);
    pass(SECOND, -60_000);
    assertThat(session.salt()).isNotEqualTo(second);
  }

  @Test
  void sealsTheSameDifferentlyEachTime() {
    byte[] body = new byte[100];
    byte[] one = new byte[200];
    byte[] two = new byte[200];
    int length = session.seal(Datagram.BEAT, body, 0, body.length, one);
    assertThat(session.seal(Datagram.BEAT, body, 0, body.length, two)).isEqualTo(length);
    assertThat(length).isEqualTo(Datagram.SHORTEST + body.length);
    assertThat(Arrays.copyOfRange(one, Datagram.HEADER, length))
        .isNotEqualTo(Arrays.copyOfRange(two, Datagram.HEADER, length));
  }
}
