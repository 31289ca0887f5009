package ha.agents.executor;

import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Commands;
import ha.agents.command.Following;
import ha.model.MonoTime;
import java.util.function.Consumer;

/** Runs programs and keeps what the last of them wrote. */
final class OutputKeeper implements Commands {
  private final Commands commands;
  private volatile String last = "";

  OutputKeeper(Commands commands) {
    this.commands = commands;
  }

  @Override
  public CommandOutcome run(Command command, MonoTime deadline) throws InterruptedException {
    CommandOutcome outcome = commands.run(command, deadline);
    if (!outcome.output().isEmpty()) {
      last = outcome.output();
    }
    return outcome;
  }

  @Override
  public Following follow(Command command, Consumer<String> lines) {
    return commands.follow(command, lines);
  }

  String text() {
    return last;
  }
}
