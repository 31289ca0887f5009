package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.Tools;
import ha.agents.command.CommandOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Block devices of this machine. */
final class BlockDevice {
  private static final int BLOCK = 0x6000;
  private static final int KIND = 0xf000;

  private BlockDevice() {}

  /** The file of a device that is named by its path, label or number; empty if there is none. */
  static Optional<Path> find(AgentCall call, String device) throws InterruptedException {
    if (device.startsWith("/")) {
      return Optional.of(Path.of(device)).filter(Files::exists);
    }
    CommandOutcome outcome = call.run(Tools.command("findfs", device));
    return outcome instanceof CommandOutcome.Exited exited && exited.code() == 0
        ? exited.output().lines().findFirst().map(String::strip).map(Path::of)
        : Optional.empty();
  }

  /** Major and minor number, as in mountinfo; empty of what is no block device. */
  static Optional<String> number(Path file) {
    try {
      boolean block = ((int) Files.getAttribute(file, "unix:mode") & KIND) == BLOCK;
      long number = (long) Files.getAttribute(file, "unix:rdev");
      // The coding of glibc, which the kernel hands out: 12 bits of major, 20 of minor.
      long major = (number >>> 8) & 0xfff;
      long minor = (number & 0xff) | ((number >>> 12) & 0xfff00);
      return block ? Optional.of(major + ":" + minor) : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
