package ha.fencing.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.FenceResult;
import ha.fencing.device.Target;
import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** On a file, read and written past all caches as a disk is. */
final class FenceDiskTest {
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");
  private static final Incarnation FORMER = new Incarnation(6);
  private static final Incarnation LIFE = new Incarnation(7);
  private static final Target TARGET = new Target(BOB, LIFE);
  private static final Duration COUNTDOWN = Duration.ofSeconds(1);
  private static final Duration LOSS = Duration.ofSeconds(3);
  private static final Duration MARGIN = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private Path directory;

  private Path path = Path.of("/nowhere");
  private FenceDevice device = device(ALICE);

  @BeforeEach
  void prepare() throws IOException {
    path = directory.resolve("disk");
    Files.write(path, new byte[1 << 20]);
    FenceDisk.create(path, "test", List.of(ALICE, BOB), LOSS, AT);
    device = device(ALICE);
  }

  private FenceDevice device(NodeName self) {
    return new DiskDevice(new DeviceId("shared"), path, self, new Incarnation(3), MARGIN);
  }

  private DiskWatch bobWatches() {
    DiskWatch watch = new DiskWatch(path, BOB, LIFE);
    watch.promise(LIFE, COUNTDOWN);
    await().until(() -> device.monitor(TARGET, Deadline.after(LONG)).success());
    return watch;
  }

  @Test
  void nodeThatReadsItsSlotObeysAndCountsAsOffAfterItsCountdownOnly() {
    try (DiskWatch bob = bobWatches()) {
      assertThat(bob.readable()).isTrue();
      long began = System.nanoTime();
      FenceResult early = device.off(TARGET, Deadline.after(Duration.ofMillis(300)));
      assertThat(early.off()).isFalse();
      assertThat(early.detail()).contains("to go");
      await().atMost(LOSS).until(() -> bob.order().isPresent());
      assertThat(bob.order().orElseThrow()).contains("alice wrote so");

      FenceResult off = device.off(TARGET, Deadline.after(LONG));

      assertThat(off.cause()).as(off.toString()).isEqualTo(Cause.OFF_CONFIRMED);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(COUNTDOWN.plus(LOSS).plus(MARGIN));
      assertThat(device.status(TARGET, Deadline.after(LONG)).off()).isTrue();
      assertThat(device.status(new Target(BOB, new Incarnation(8)), Deadline.after(LONG)).off())
          .isFalse();
    }
  }

  @Test
  void nodeThatPromisedNothingCannotBeFenced() {
    FenceResult result = device.off(TARGET, Deadline.after(LONG));

    assertThat(result.cause()).isEqualTo(Cause.BAD_CONFIGURATION);
    assertThat(result.detail()).contains("'watchdog' in its had.yaml");
  }

  @Test
  void onlyLivesOfTheDaemonThatPromisedCanBeFenced() {
    try (DiskWatch bob = bobWatches()) {
      Target another = new Target(BOB, FORMER);
      assertThat(device.off(another, Deadline.after(LONG)).cause())
          .isEqualTo(Cause.BAD_CONFIGURATION);
      assertThat(device.off(new Target(BOB, Incarnation.UNKNOWN), Deadline.after(LONG)).cause())
          .isEqualTo(Cause.BAD_CONFIGURATION);
      assertThat(bob.order()).isEmpty();
    }
  }

  @Test
  void orderlyEndTakesThePromiseBack() {
    bobWatches().close();

    assertThat(device.monitor(TARGET, Deadline.after(LONG)).success()).isFalse();
  }

  @Test
  void daemonThatDiedIsStillCountedOn() {
    bobWatches().abandon();

    assertThat(device.monitor(TARGET, Deadline.after(LONG)).success()).isTrue();
  }

  @Test
  void messagesToFormerDaemonsAreVoid() throws IOException {
    send(BOB, FORMER);

    try (DiskWatch bob = bobWatches()) {
      assertThat(bob.order()).isEmpty();
      send(BOB, LIFE);
      await().until(() -> bob.order().isPresent());
    }
  }

  @Test
  void nodeThatIsBeingFencedFencesNobody() throws IOException {
    try (DiskWatch bob = bobWatches()) {
      send(ALICE, new Incarnation(3));

      assertThat(device.off(TARGET, Deadline.after(LONG)).cause()).isEqualTo(Cause.CANCELLED);
      assertThat(bob.order()).isEmpty();
    }
  }

  @Test
  void messageThatWasWrittenOverProvesNothing() throws IOException {
    try (DiskWatch bob = bobWatches()) {
      assertThat(device.off(TARGET, Deadline.after(Duration.ofMillis(300))).off()).isFalse();
      try (FenceDisk disk = FenceDisk.open(path)) {
        disk.send(BOB, DiskMessage.Kind.CLEAR, Incarnation.UNKNOWN, "root@alice", AT, "");
      }

      FenceResult after = device.off(TARGET, Deadline.after(Duration.ofMillis(500)));

      assertThat(after.off()).isFalse();
      assertThat(bob.readable()).isTrue();
    }
  }

  @Test
  void diskThatIsGoneIsNoticed() throws IOException {
    try (DiskWatch bob = bobWatches()) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate(512), 3 * 4096 + 100);
      }
      await().atMost(LOSS.plusSeconds(5)).until(() -> !bob.readable());
      assertThat(device.off(TARGET, Deadline.after(LONG)).detail()).contains("damaged");

      send(BOB, Incarnation.UNKNOWN);
      await().until(bob::readable);
    }
  }

  @Test
  void whatWasNotPreparedIsRefused() throws IOException {
    Path other = directory.resolve("other");
    Files.write(other, new byte[1 << 16]);
    assertThatThrownBy(() -> FenceDisk.open(other)).hasMessageContaining("was not prepared");
    assertThatThrownBy(() -> FenceDisk.open(directory.resolve("none")))
        .hasMessageContaining("does not exist");
    assertThat(FenceDisk.isPrepared(other)).isFalse();
    assertThat(FenceDisk.isPrepared(path)).isTrue();
    try (FenceDisk disk = FenceDisk.open(path)) {
      assertThat(disk.presence(BOB)).isEqualTo(Optional.empty());
      assertThatThrownBy(() -> disk.message(new NodeName("carol")))
          .hasMessageContaining("no slot for carol");
    }
  }

  private void send(NodeName to, Incarnation life) throws IOException {
    try (FenceDisk disk = FenceDisk.open(path)) {
      disk.send(to, DiskMessage.Kind.RESET, life, "carol", AT, "test");
    }
  }
}
