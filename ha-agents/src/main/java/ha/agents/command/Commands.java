package ha.agents.command;

import ha.model.MonoTime;
import java.util.function.Consumer;

/** Runs programs. */
@FunctionalInterface
public interface Commands {
  /**
   * Runs {@code command} until it ends or {@code deadline} comes; then, and when the caller is
   * interrupted, it is killed with all that it started.
   */
  CommandOutcome run(Command command, MonoTime deadline) throws InterruptedException;

  /**
   * Runs {@code command} on and on, and hands over each line that it writes, on a thread of its
   * own. What it writes at the beginning comes again whenever it had to be started again.
   */
  default Following follow(Command command, Consumer<String> lines) {
    return Following.NONE;
  }
}
