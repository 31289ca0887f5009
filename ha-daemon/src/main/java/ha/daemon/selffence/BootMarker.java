package ha.daemon.selffence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Remembers that a daemon ran since this machine was booted. One that begins after it has to assume
 * that something still runs here until it has looked, and that a countdown may be under way.
 */
final class BootMarker {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path file;
  private final String boot;

  private BootMarker(Path file, String boot) {
    this.file = file;
    this.boot = boot;
  }

  /** The marker in a directory, for this boot of the machine. */
  static BootMarker in(Path directory) throws IOException {
    return new BootMarker(directory.resolve("watchdog-boot"), Files.readString(BOOT).strip());
  }

  /** Whether a daemon with a watchdog ran in this boot before. */
  boolean isSet() throws IOException {
    return Files.exists(file) && Files.readString(file).strip().equals(boot);
  }

  void set() throws IOException {
    Files.writeString(file, boot + "\n");
  }
}
