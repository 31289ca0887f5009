package ha.cli.command;

import ha.api.Order;
import ha.cli.Context;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl migrate}. */
@Command(
    name = "migrate",
    description = {
      "Moves a resource to another node: live where it can, else stopped and started there.",
      "Leaves nothing behind: no constraint, no preference."
    })
final class MigrateCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(
      paramLabel = "RESOURCE",
      converter = Converters.OfResource.class,
      description = "What to move.")
  private ResourceId resource = new ResourceId("none");

  @Option(
      names = "--to",
      paramLabel = "NODE",
      converter = Converters.OfNode.class,
      description = "Where to (else wherever is best).")
  private @Nullable NodeName to;

  MigrateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    OrderRunner runner = new OrderRunner(context, options);
    Optional<NodeName> target = Optional.ofNullable(to);
    SortedSet<NodeName> before = Verdict.nodes(runner.session().status(), resource);
    return runner.run(
        new Order.MigrateOrder(resource, target, Optional.of(options.timeout()), options.reason()),
        Verdict.moved(resource, target, before));
  }
}
