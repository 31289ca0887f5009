package ha.agents.command;

import ha.model.MonoTime;

/** Runs programs. */
@FunctionalInterface
public interface Commands {
  /**
   * Runs {@code command} until it ends or {@code deadline} comes; then, and when the caller is
   * interrupted, it is killed with all that it started.
   */
  CommandOutcome run(Command command, MonoTime deadline) throws InterruptedException;
}
