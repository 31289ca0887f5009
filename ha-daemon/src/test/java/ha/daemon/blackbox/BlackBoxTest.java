package ha.daemon.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.Incarnation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlackBoxTest {
  private static final Incarnation LIFE = new Incarnation(7);

  @TempDir private Path directory;
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

  private BlackBox open(String boot) throws IOException {
    InstantSource clock = () -> wall;
    return BlackBox.open(directory, LIFE, clock, boot);
  }

  private FormerEnd reopened(String boot) throws IOException {
    try (BlackBox box = open(boot)) {
      return box.formerEnd().orElseThrow();
    }
  }

  @Test
  void theFirstDaemonFindsNothing() throws IOException {
    try (BlackBox box = open("boot-1")) {
      assertThat(box.formerEnd()).isEmpty();
    }
    assertThat(Files.getPosixFilePermissions(directory.resolve("black-box")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void tellsOfTheDaemonBefore() throws IOException {
    Instant last = wall.plusSeconds(60);
    try (BlackBox box = open("boot-1")) {
      box.beat(LIFE);
      box.note(Note.Kind.WATCHDOG_STARVED, "may not act");
      wall = last;
      box.beat(new Incarnation(8));
    }
    wall = wall.plusSeconds(120);

    FormerEnd end = reopened("boot-2");

    assertThat(end.sameBoot()).isFalse();
    assertThat(end.lastSign()).isEqualTo(last);
    assertThat(end.life()).isEqualTo(new Incarnation(8));
    assertThat(end.newest(Note.Kind.WATCHDOG_STARVED).orElseThrow().text())
        .isEqualTo("may not act");
    assertThat(FormerEnd.read(end.write())).isEqualTo(Optional.of(end));
  }

  @Test
  void aDaemonThatNeverRanIsNotRemembered() throws IOException {
    try (BlackBox box = open("boot-1")) {
      box.beat(LIFE);
      box.note(Note.Kind.ENDED, "asked to");
    }
    open("boot-1").close();

    assertThat(reopened("boot-1").newest(Note.Kind.ENDED)).isPresent();
  }

  @Test
  void whatCameBeforeTheNewestDaemonIsLeftOut() throws IOException {
    try (BlackBox box = open("boot-1")) {
      box.beat(LIFE);
      box.note(Note.Kind.ENDED, "asked to");
    }
    try (BlackBox box = open("boot-1")) {
      box.beat(LIFE);
    }

    FormerEnd end = reopened("boot-1");

    assertThat(end.newest(Note.Kind.ENDED)).isEmpty();
    assertThat(end.sameBoot()).isTrue();
  }

  @Test
  void manyBeatsPushNoLineOut() throws IOException {
    try (BlackBox box = open("boot-1")) {
      box.beat(LIFE);
      box.note(Note.Kind.FENCE_ORDERED, "stop of web failed");
      for (int i = 0; i < 150; i++) {
        wall = wall.plusSeconds(5);
        box.beat(LIFE);
      }
    }

    FormerEnd end = reopened("boot-2");

    assertThat(end.newest(Note.Kind.FENCE_ORDERED)).isPresent();
    assertThat(end.lastSign()).isEqualTo(wall);
  }

  @Test
  void longLinesAreCutAndTheFileNeverGrows() throws IOException {
    try (BlackBox box = open("boot-1")) {
      box.beat(LIFE);
      for (int i = 0; i < 100; i++) {
        box.note(Note.Kind.ALONE, "ä\"\\".repeat(400));
      }
    }

    assertThat(Files.size(directory.resolve("black-box"))).isEqualTo(64 * 512);
    assertThat(reopened("boot-1").newest(Note.Kind.ALONE).orElseThrow().text())
        .startsWith("ä\"")
        .endsWith("…");
  }

  @Test
  void tornSectorsCostTheirLinesOnly() throws IOException {
    try (BlackBox box = open("boot-1")) {
      box.beat(LIFE);
      box.note(Note.Kind.ALONE, "first");
      box.note(Note.Kind.MEMBER, "second");
    }
    Path file = directory.resolve("black-box");
    // Lines are numbered from one: the beginning, a beat, and then these two.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(100), (2 + 4) * 512 + 20);
    }

    FormerEnd end = reopened("boot-1");

    assertThat(end.newest(Note.Kind.MEMBER)).isEmpty();
    assertThat(end.newest(Note.Kind.ALONE)).isPresent();
  }
}
