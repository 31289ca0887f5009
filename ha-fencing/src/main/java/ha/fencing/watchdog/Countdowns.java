package ha.fencing.watchdog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Begins countdowns. A path that is a device is a watchdog of the Linux kernel
 * (Documentation/watchdog/watchdog-api); one that is a pipe leads to a program that resets the
 * machine when nothing came through the pipe for the agreed time.
 */
public final class Countdowns {
  private Countdowns() {}

  /**
   * Begins one.
   *
   * @param timeout whole seconds, at least one
   * @throws IOException if there is none, somebody else has it, or it cannot be set to that time;
   *     the message says what to do
   */
  public static Countdown begin(Path path, Duration timeout) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(
          path
              + " does not exist; load the driver of this machine's watchdog (softdog where it has"
              + " none)");
    }
    return isPipe(path) ? PipeCountdown.begin(path) : KernelCountdown.begin(path, timeout);
  }

  /** By the file's type, as in inode(7). */
  private static boolean isPipe(Path path) throws IOException {
    return ((Integer) Files.getAttribute(path, "unix:mode") & 0170000) == 0010000;
  }

  /**
   * Proves that one can be begun: begins one and ends it.
   *
   * @throws IOException as {@link #begin}, or if it cannot be ended
   */
  public static void probe(Path path, Duration timeout) throws IOException {
    begin(path, timeout).disarm();
  }
}
