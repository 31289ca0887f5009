package ha.membership.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Outbox and inbox against each other, over a path that the test owns. */
class StreamTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicInteger epochs = new AtomicInteger();
  private final Deque<byte[]> toInbox = new ArrayDeque<>();
  private final Deque<byte[]> toOutbox = new ArrayDeque<>();
  private final List<Integer> lengths = new ArrayList<>();
  private final Outbox outbox =
      new Outbox("b", toInbox::add, epochs::incrementAndGet, Links.LONGEST_MESSAGE);
  private Inbox inbox = newInbox();
  private long now;

  private Inbox newInbox() {
    return new Inbox(toOutbox::add, message -> lengths.add(message.length));
  }

  private void carry() {
    while (!toInbox.isEmpty() || !toOutbox.isEmpty()) {
      while (!toInbox.isEmpty()) {
        toInbox(toInbox.removeFirst());
      }
      inbox.tick();
      while (!toOutbox.isEmpty()) {
        toOutbox(toOutbox.removeFirst());
      }
    }
  }

  private void toInbox(byte[] frame) {
    if (Frame.decode(frame, 0, frame.length).orElseThrow() instanceof Frame.Part part) {
      inbox.take(part);
    }
  }

  private void toOutbox(byte[] frame) {
    if (Frame.decode(frame, 0, frame.length).orElseThrow() instanceof Frame.Taken taken) {
      outbox.taken(taken, now);
    }
  }

  @Test
  void whatIsUnderWayIsBounded() {
    assertThat(outbox.offer(new byte[Links.LONGEST_MESSAGE], now)).isTrue();
    assertThat(outbox.offer(new byte[1], now)).isFalse();
    assertThat(toInbox.stream().mapToInt(f -> f.length).sum()).isLessThan(200_000);
    carry();
    assertThat(lengths).containsExactly(Links.LONGEST_MESSAGE);
    assertThat(outbox.backlog()).isZero();
  }

  @Test
  void lostPartsAreSentAgain() {
    Random random = new Random(5);
    List<Integer> sent = IntStream.range(0, 2000).map(i -> random.nextInt(40_000)).boxed().toList();
    for (int length : sent) {
      if (!outbox.offer(new byte[length], now)) {
        carryLossy(random);
        assertThat(outbox.offer(new byte[length], now)).isTrue();
      }
    }
    carryLossy(random);
    assertThat(lengths).isEqualTo(sent);
  }

  private void carryLossy(Random random) {
    while (outbox.backlog() > 0 || !toInbox.isEmpty()) {
      while (!toInbox.isEmpty()) {
        byte[] frame = toInbox.removeFirst();
        if (random.nextInt(50) > 0) {
          toInbox(frame);
        }
        if (random.nextInt(50) == 0) {
          toInbox(frame);
        }
      }
      inbox.tick();
      while (!toOutbox.isEmpty()) {
        toOutbox(toOutbox.removeFirst());
      }
      now += 20 * SECOND;
      outbox.resendIfStalled(now);
    }
    carry();
  }

  @Test
  void droppingBeginsAnew() {
    outbox.offer(new byte[1_000_000], now);
    toInbox(toInbox.removeFirst());
    assertThat(outbox.drop()).isGreaterThanOrEqualTo(1_000_000);
    assertThat(outbox.offer(new byte[7], now)).isTrue();
    carry();
    assertThat(lengths).containsExactly(7);
  }

  @Test
  void aPeerThatForgotTheStreamGetsANewOne() {
    outbox.offer(new byte[5], now);
    carry();
    inbox = newInbox();
    outbox.offer(new byte[6], now);
    carry();
    outbox.offer(new byte[7], now);
    carry();
    assertThat(lengths).containsExactly(5, 7);
  }

  @Test
  void framesOfAnyContentAreStood() {
    Random random = new Random(11);
    outbox.offer(new byte[100_000], now);
    byte[] valid = toInbox.getFirst();
    for (int i = 0; i < 100_000; i++) {
      byte[] frame = new byte[random.nextInt(64)];
      random.nextBytes(frame);
      if (frame.length > 0 && random.nextBoolean()) {
        System.arraycopy(valid, 0, frame, 0, Math.min(random.nextInt(20), frame.length));
      }
      Frame.decode(frame, 0, frame.length)
          .ifPresent(decoded -> {
            switch (decoded) {
              case Frame.Part part -> inbox.take(part);
              case Frame.Taken taken -> outbox.taken(taken, now);
            }
          });
      toInbox.clear();
      toOutbox.clear();
    }
    assertThat(outbox.backlog()).isGreaterThanOrEqualTo(0);
  }
}
