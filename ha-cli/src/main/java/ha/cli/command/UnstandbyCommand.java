package ha.cli.command;

import ha.api.Order;
import ha.cli.Context;
import ha.model.NodeName;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hactl unstandby}. */
@Command(name = "unstandby", description = "Lets a node take part again.")
final class UnstandbyCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(paramLabel = "NODE", converter = Converters.OfNode.class, description = "Which node.")
  private NodeName node = new NodeName("none");

  UnstandbyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new OrderRunner(context, options)
        .run(
            new Order.StandbyOrder(node, false, Optional.empty(), options.reason()),
            Verdict.settled(node + " takes part again"));
  }
}
