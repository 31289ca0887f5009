package ha.fencing.ipmi.sim;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A power switch made of three programs. The status program ends with 0 if the power is on and with
 * anything else if it is off; the others return when it is off or on.
 */
final class CommandPower implements PowerSwitch {
  private static final Logger LOG = LoggerFactory.getLogger(CommandPower.class);
  private static final long LIMIT_SECONDS = 60;

  private final List<String> off;
  private final List<String> on;
  private final List<String> status;

  /** Each command is a program and its arguments; no shell. */
  CommandPower(List<String> off, List<String> on, List<String> status) {
    this.off = List.copyOf(off);
    this.on = List.copyOf(on);
    this.status = List.copyOf(status);
  }

  @Override
  public void powerOff() {
    run(off);
  }

  @Override
  public void powerOn() {
    run(on);
  }

  @Override
  public boolean isOn() {
    return run(status) == 0;
  }

  private static int run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      LOG.warn("{} took longer than {} s", command, LIMIT_SECONDS);
    } catch (IOException e) {
      LOG.warn("{} cannot be run: {}", command, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // A status that cannot be read must not look like off.
    return 0;
  }
}
