package ha.fencing.watchdog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A watchdog of the Linux kernel. It runs from the moment that its file is opened. */
final class KernelCountdown implements Countdown {
  /** Numbers of linux/watchdog.h: direction, size and 'W' as in ioctl(2). */
  private static final long GET_SUPPORT = 0x80285700L;

  private static final long SUPPORT_BYTES = 40;
  private static final long KEEP_ALIVE = 0x80045705L;
  private static final long SET_TIMEOUT = 0xC0045706L;
  private static final int CAN_SET_TIMEOUT = 0x0080;
  private static final int MAGIC_CLOSE = 0x0100;

  private final DeviceFile file;
  private final boolean canDisarm;

  private KernelCountdown(DeviceFile file, boolean canDisarm) {
    this.file = file;
    this.canDisarm = canDisarm;
  }

  static KernelCountdown begin(Path path, Duration timeout) throws IOException {
    DeviceFile file = DeviceFile.open(path);
    KernelCountdown begun = null;
    try {
      int options = file.ask(GET_SUPPORT, SUPPORT_BYTES);
      boolean canDisarm = (options & MAGIC_CLOSE) != 0 && !isKeptAlive(path);
      begun = new KernelCountdown(file, canDisarm);
      begun.set(path, timeout, options);
      begun.feed();
      return begun;
    } catch (IOException e) {
      giveUp(file, begun);
      throw e;
    }
  }

  /** Whether the kernel was told to let no countdown end ("nowayout"). */
  private static boolean isKeptAlive(Path path) throws IOException {
    String name = path.toRealPath().getFileName().toString();
    Path told =
        Path.of("/sys/class/watchdog", name.equals("watchdog") ? "watchdog0" : name, "nowayout");
    return Files.isReadable(told) && Files.readString(told).strip().equals("1");
  }

  /** The kernel rounds to what the hardware can do; anything else than asked for is refused. */
  private void set(Path path, Duration timeout, int options) throws IOException {
    int wanted = Math.toIntExact(timeout.toSeconds());
    if ((options & CAN_SET_TIMEOUT) == 0) {
      throw new IOException(path + ": its time cannot be set; the others could not count on it");
    }
    int got = file.control(SET_TIMEOUT, wanted);
    if (got != wanted) {
      throw new IOException(
          path + ": it takes " + got + " s for " + wanted + " s; write that time down instead");
    }
  }

  private static void giveUp(DeviceFile file, @Nullable Countdown begun) {
    try {
      if (begun == null) {
        file.write((byte) 'V');
        file.close();
      } else {
        begun.disarm();
      }
    } catch (IOException e) {
      // The first failure is told; there is nothing else that could be done.
      return;
    }
  }

  @Override
  public void feed() throws IOException {
    file.control(KEEP_ALIVE, 0);
  }

  @Override
  public boolean disarm() throws IOException {
    if (!canDisarm) {
      feed();
      return false;
    }
    file.write((byte) 'V');
    file.close();
    return true;
  }
}
