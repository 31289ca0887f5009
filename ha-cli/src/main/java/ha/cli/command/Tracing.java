package ha.cli.command;

import ha.agents.Durations;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Commands;
import ha.model.MonoTime;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Runs programs, and prints which, how each ended and what it wrote. Environments, in which secrets
 * are passed, are not printed.
 */
record Tracing(Commands commands, PrintStream out) implements Commands {
  @Override
  public CommandOutcome run(Command command, MonoTime deadline) throws InterruptedException {
    out.println("+ " + String.join(" ", command.arguments()));
    CommandOutcome outcome = commands.run(command, deadline);
    outcome.output().lines().forEach(line -> out.println("| " + line));
    out.println("= " + ending(outcome));
    return outcome;
  }

  private static String ending(CommandOutcome outcome) {
    return switch (outcome) {
      case CommandOutcome.Exited exited ->
          "exit code " + exited.code() + " after " + Durations.text(exited.took());
      case CommandOutcome.Signalled signalled -> "ended by signal " + signalled.signal();
      case CommandOutcome.Expired expired ->
          "killed at the deadline: " + String.join(", ", expired.running());
      case CommandOutcome.NotStarted not -> "not started: " + not.reason();
    };
  }

  /** Programs run as they are, or with a trace. */
  static Commands of(Commands commands, Optional<PrintStream> trace) {
    return trace.<Commands>map(out -> new Tracing(commands, out)).orElse(commands);
  }
}
