package ha.cli.command;

import ha.api.ApiError;
import ha.api.Order.TicketOrder;
import ha.cli.CommandFailure;
import ha.cli.Context;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl ticket grant}, {@code standby} and {@code revoke}. */
@Command
final class TicketOrderCommand implements Callable<Integer> {
  private final Context context;
  private final TicketOrder.State state;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(
      paramLabel = "TICKET",
      description = "Which ticket, as the constraints in the definitions name it.")
  private String ticket = "";

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "End by itself: 2h, 14:00, 2026-01-31T14:00.")
  private @Nullable String until;

  TicketOrderCommand(Context context, TicketOrder.State state) {
    this.context = context;
    this.state = state;
  }

  CommandLine line() {
    CommandLine line = new CommandLine(this);
    line.getCommandSpec()
        .name(
            switch (state) {
              case GRANTED -> "grant";
              case STANDBY -> "standby";
              case REVOKED -> "revoke";
            })
        .usageMessage()
        .description(
            switch (state) {
              case GRANTED ->
                  "This site holds the ticket: what needs it may run. No other site may hold it.";
              case STANDBY ->
                  "The site keeps the ticket, but what needs it stops or is demoted in order.";
              case REVOKED ->
                  "This site holds the ticket no longer; the loss policy says what happens.";
            });
    return line;
  }

  @Override
  public Integer call() {
    if (state == TicketOrder.State.REVOKED && until != null) {
      throw new CommandFailure(
          ApiError.Kind.USAGE,
          "--until says how long a ticket is held; what is revoked is not held",
          "hactl ticket revoke " + ticket + ", or hactl ticket grant " + ticket + " --until TIME");
    }
    TicketOrder order =
        new TicketOrder(ticket, state, Converters.until(until, context), options.reason());
    OrderRunner runner = new OrderRunner(context, options);
    Verdict.Test done = Verdict.settled("ticket " + ticket + ": " + word());
    return state == TicketOrder.State.GRANTED
        ? runner.run(order, done)
        : runner.runDisruptive(order, "Take the ticket " + ticket + " back?", done);
  }

  private String word() {
    return switch (state) {
      case GRANTED -> "held by this site";
      case STANDBY -> "on standby";
      case REVOKED -> "not held by this site";
    };
  }
}
