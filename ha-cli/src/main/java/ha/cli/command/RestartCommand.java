package ha.cli.command;

import ha.api.Order;
import ha.cli.Context;
import ha.model.ResourceId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hactl restart}. */
@Command(
    name = "restart",
    description = "Stops a resource, and what depends on it, and starts them again.")
final class RestartCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(
      paramLabel = "RESOURCE",
      converter = Converters.OfResource.class,
      description = "What to restart.")
  private ResourceId resource = new ResourceId("none");

  RestartCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new OrderRunner(context, options)
        .runDisruptive(
            new Order.RestartOrder(resource, options.reason()),
            "Restart " + resource + "?",
            Verdict.runs(resource));
  }
}
