package ha.agents.contract;

import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Commands;
import ha.model.MonoTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs nothing, and says of each program that it came to the same bad end. Thread-safe. */
final class AdverseCommands implements Commands {
  private final CommandOutcome outcome;
  private final AtomicInteger asked = new AtomicInteger();

  private AdverseCommands(CommandOutcome outcome) {
    this.outcome = outcome;
  }

  /** Programs that are not there. */
  static AdverseCommands missing() {
    return new AdverseCommands(new CommandOutcome.NotStarted("no such file or directory"));
  }

  /** Programs that are killed by somebody else. */
  static AdverseCommands killed() {
    return new AdverseCommands(new CommandOutcome.Signalled(9, ""));
  }

  /** Programs that fail in a way that none of them documents. */
  static AdverseCommands failing() {
    return new AdverseCommands(
        new CommandOutcome.Exited(253, "something went wrong", Duration.ZERO));
  }

  /** Programs that hang until they are killed at the deadline. */
  static AdverseCommands stalled() {
    return new AdverseCommands(
        new CommandOutcome.Expired("", List.of("4711 stalled (D)"), List.of()));
  }

  @Override
  public CommandOutcome run(Command command, MonoTime deadline) {
    asked.incrementAndGet();
    return outcome;
  }

  boolean wereAsked() {
    return asked.get() > 0;
  }
}
