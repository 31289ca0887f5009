package ha.cli.command;

import ha.api.Order;
import ha.cli.Context;
import ha.model.NodeName;
import ha.model.plan.PlannedAction.FenceMode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl fence now}. */
@Command(
    name = "now",
    description = "Switches a node off, and on again; what ran there is started elsewhere.")
final class FenceNowCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(paramLabel = "NODE", converter = Converters.OfNode.class, description = "Which node.")
  private NodeName node = new NodeName("none");

  @Option(names = "--off", description = "Leave it off.")
  private boolean off;

  FenceNowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    OrderRunner runner = new OrderRunner(context, options);
    String reason = runner.requiredReason("fencing ends everything that runs on " + node);
    return runner.runDisruptive(
        new Order.FenceOrder(node, off ? FenceMode.OFF : FenceMode.REBOOT, reason),
        "Fence " + node + " now?",
        Verdict.settled(node + " was fenced"));
  }
}
