package ha.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The watchdog of a node that is only simulated: a pipe with a countdown at its other end. As in
 * hardware nothing ends the countdown but the sign for it, also not the end of who fed it.
 */
final class PipeWatchdog implements AutoCloseable {
  static final int SECONDS = 12;

  private final Path pipe;
  private final Runnable reset;
  private boolean counting;
  private long fedNanos;
  private volatile boolean closed;

  private PipeWatchdog(Path pipe, Runnable reset) {
    this.pipe = pipe;
    this.reset = reset;
  }

  /**
   * Makes the pipe.
   *
   * @param reset called when the countdown has come to its end
   */
  static PipeWatchdog make(Path pipe, Runnable reset) {
    Tool.mustRun("", "mkfifo", pipe.toString());
    PipeWatchdog made = new PipeWatchdog(pipe, reset);
    // Not virtual ones: who opens a pipe that nobody writes to holds on to its carrier.
    Thread.ofPlatform().daemon().name("watchdog-pipe").start(made::read);
    Thread.ofPlatform().daemon().name("watchdog-countdown").start(made::count);
    return made;
  }

  private void read() {
    while (!closed) {
      try (InputStream in = Files.newInputStream(pipe)) {
        for (int sign = in.read(); sign >= 0; sign = in.read()) {
          heard((char) sign);
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private synchronized void heard(char sign) {
    counting = sign != 'V';
    fedNanos = System.nanoTime();
  }

  private void count() {
    while (!closed) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      if (isOver()) {
        reset.run();
      }
    }
  }

  private synchronized boolean isOver() {
    boolean over = counting && System.nanoTime() - fedNanos >= SECONDS * 1_000_000_000L;
    counting &= !over;
    return over;
  }

  /** A machine without power counts no further. */
  synchronized void powerOff() {
    counting = false;
  }

  @Override
  public void close() {
    closed = true;
    powerOff();
  }
}
