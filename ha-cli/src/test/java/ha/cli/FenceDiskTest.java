package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.fencing.disk.DiskMessage;
import ha.fencing.disk.FenceDisk;
import ha.model.Incarnation;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hactl fence disk}. */
class FenceDiskTest extends CommandTest {
  @TempDir private Path directory;

  private String disk() throws IOException {
    Path path = directory.resolve("disk");
    if (!Files.exists(path)) {
      Files.write(path, new byte[1 << 20]);
    }
    return path.toString();
  }

  @Test
  void preparedListedAndCleared() throws IOException {
    Run made = run().hactl("fence", "disk", "create", disk(), "--node", "alice,bob");
    assertThat(made.code()).as(made.err()).isEqualTo(ExitCode.OK);
    assertThat(made.out()).contains("has slots for [alice, bob]");
    try (FenceDisk disk = FenceDisk.open(Path.of(disk()))) {
      disk.send(
          new NodeName("bob"),
          DiskMessage.Kind.RESET,
          new Incarnation(17),
          "alice",
          Instant.parse("2026-03-04T12:00:00Z"),
          "fenced");
    }

    assertThat(run().hactl("fence", "disk", "list", disk()).out())
        .contains("alice  watched by nobody  no message")
        .contains("be reset (life 17), from alice at 2026-03-04");
    assertThat(run().hactl("fence", "disk", "clear", disk(), "bob").out())
        .isEqualTo("✔ the slot of bob is clear\n");
    assertThat(run().hactl("fence", "disk", "list", disk()).out()).doesNotContain("be reset");
  }

  @Test
  void aPreparedDiskIsNotPreparedAgainByAccident() throws IOException {
    run().hactl("fence", "disk", "create", disk(), "--node", "alice");

    Run again = run().hactl("fence", "disk", "create", disk(), "--node", "bob");

    assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run().hactl("fence", "disk", "list", disk()).out()).contains("alice");
  }

  @Test
  void whatIsNoFenceDiskIsSaidToBeNone() throws IOException {
    Run run = run().hactl("fence", "disk", "list", disk());

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("was not prepared for fencing");
  }
}
