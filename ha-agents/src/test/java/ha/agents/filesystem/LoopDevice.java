package ha.agents.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.Calls;
import ha.agents.Needs;
import ha.agents.Tools;
import ha.agents.command.CommandOutcome;
import ha.agents.command.MonoClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;

/** A file as a disk, with a file system on it. */
public record LoopDevice(String path) {
  private static final long BYTES = 320L << 20;

  public static LoopDevice make(Path directory, String type)
      throws IOException, InterruptedException {
    Needs.root();
    Needs.file("/dev/loop-control", "a kernel with loop devices");
    Needs.file("/usr/sbin/losetup", "mount");
    Needs.file("/usr/sbin/mkfs." + type, type.equals("xfs") ? "xfsprogs" : "e2fsprogs");
    Path file = directory.resolve(type + ".image");
    try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
      image.setLength(BYTES);
    }
    String path = run("losetup", "--find", "--show", file.toString()).strip();
    run("mkfs." + type, "-q", path);
    return new LoopDevice(path);
  }

  public static String run(String program, String... arguments) throws InterruptedException {
    CommandOutcome outcome =
        Calls.runner()
            .run(
                Tools.command(program, arguments),
                MonoClock.SYSTEM.now().plus(Duration.ofSeconds(60)));
    assertThat(outcome)
        .as(program)
        .isInstanceOfSatisfying(
            CommandOutcome.Exited.class, e -> assertThat(e.code()).as(e.output()).isZero());
    return outcome.output();
  }

  public void remove() throws InterruptedException {
    run("losetup", "--detach", path);
  }
}
