package ha.fencing.watchdog;

import java.io.IOException;
import java.nio.file.Path;

/** A pipe to a program that resets the machine: any byte feeds it, {@code V} ends the countdown. */
final class PipeCountdown implements Countdown {
  private static final int WOULD_WAIT = 11;

  private final DeviceFile pipe;

  private PipeCountdown(DeviceFile pipe) {
    this.pipe = pipe;
  }

  static PipeCountdown begin(Path path) throws IOException {
    PipeCountdown begun = new PipeCountdown(DeviceFile.openWithoutWaiting(path));
    begun.feed();
    return begun;
  }

  @Override
  public void feed() throws IOException {
    write('.');
  }

  @Override
  public boolean disarm() throws IOException {
    write('V');
    pipe.close();
    return true;
  }

  private void write(char sign) throws IOException {
    try {
      pipe.write((byte) sign);
    } catch (DeviceFile.CallFailed e) {
      // A full pipe holds more signs than its reader has taken; one more says nothing new.
      if (e.number() != WOULD_WAIT || sign == 'V') {
        throw e;
      }
    }
  }
}
