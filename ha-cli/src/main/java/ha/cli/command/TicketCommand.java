package ha.cli.command;

import ha.api.Order.TicketOrder;
import ha.cli.Context;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hactl ticket}. */
@Command(
    name = "ticket",
    description = "Whether this site may run what needs a ticket; status shows which it holds.")
final class TicketCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** With its commands. */
  static CommandLine with(Context context) {
    CommandLine line = new CommandLine(new TicketCommand());
    for (TicketOrder.State state : TicketOrder.State.values()) {
      TicketOrderCommand command = new TicketOrderCommand(context, state);
      line.addSubcommand(command.line());
    }
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say grant, standby or revoke");
  }
}
