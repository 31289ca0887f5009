package ha.cli.command;

import ha.api.Order;
import ha.cli.Context;
import ha.model.NodeName;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hactl fence confirm}. */
@Command(
    name = "confirm",
    description =
        "Says that a lost node is off, when no device can. What it held is then started elsewhere.")
final class FenceConfirmCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(
      paramLabel = "NODE",
      converter = Converters.OfNode.class,
      description = "The node that you have seen to be off.")
  private NodeName node = new NodeName("none");

  FenceConfirmCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    OrderRunner runner = new OrderRunner(context, options);
    String reason = runner.requiredReason("how you made sure that " + node + " is off");
    return runner.runOnWord(
        new Order.FenceConfirmOrder(node, reason),
        List.of(
            "On your word, what " + node + " held is started elsewhere.",
            "If " + node + " still runs, both sides write to the same disks and data is lost.",
            "Make sure that its power is off, not only that it does not answer."),
        "Is " + node + " certainly off?",
        Verdict.settled(node + " counts as off"));
  }
}
