package ha.cli.command;

import ha.api.Order;
import ha.cli.Context;
import ha.model.ResourceId;
import ha.model.Role;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl start}. */
@Command(name = "start", description = "Lets a resource run that was stopped on purpose.")
final class StartCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(
      paramLabel = "RESOURCE",
      converter = Converters.OfResource.class,
      description = "What to start.")
  private ResourceId resource = new ResourceId("none");

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "End by itself: 2h, 14:00, 2026-01-31T14:00.")
  private @Nullable String until;

  StartCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new OrderRunner(context, options)
        .run(
            new Order.TargetRoleOrder(
                resource, Role.STARTED, Converters.until(until, context), options.reason()),
            Verdict.runs(resource));
  }
}
