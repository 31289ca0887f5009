package ha.cli.command;

import ha.api.Order;
import ha.cli.Context;
import ha.model.NodeName;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl standby}. */
@Command(
    name = "standby",
    description = "Moves everything off a node and keeps it free, until unstandby or a time.")
final class StandbyCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(paramLabel = "NODE", converter = Converters.OfNode.class, description = "Which node.")
  private NodeName node = new NodeName("none");

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "End by itself: 2h, 14:00, 2026-01-31T14:00.")
  private @Nullable String until;

  StandbyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new OrderRunner(context, options)
        .runDisruptive(
            new Order.StandbyOrder(node, true, Converters.until(until, context), options.reason()),
            "Put " + node + " in standby?",
            Verdict.emptied(node));
  }
}
