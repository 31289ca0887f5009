package ha.cli.command;

import ha.api.ClusterStatus;
import ha.api.Order;
import ha.api.ResourceStatus;
import ha.api.ResourceStatus.Failure;
import ha.cli.Context;
import ha.cli.status.Located;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl cleanup}. */
@Command(name = "cleanup", description = "Forgets failures, so that what failed is tried again.")
final class CleanupCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(
      paramLabel = "RESOURCE",
      arity = "0..1",
      converter = Converters.OfResource.class,
      description = "Only of this resource.")
  private @Nullable ResourceId resource;

  @Option(
      names = "--node",
      paramLabel = "NODE",
      converter = Converters.OfNode.class,
      description = "Only on this node.")
  private @Nullable NodeName node;

  CleanupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<ResourceId> of = Optional.ofNullable(resource);
    Optional<NodeName> on = Optional.ofNullable(node);
    return new OrderRunner(context, options)
        .run(new Order.CleanupOrder(of, on, options.reason()), status -> left(status, of, on));
  }

  private static Verdict left(
      ClusterStatus status, Optional<ResourceId> of, Optional<NodeName> on) {
    List<ResourceStatus> looked =
        of.map(id -> Located.resource(status, id).stream().flatMap(r -> r.all().stream()).toList())
            .orElseGet(status::allResources);
    List<Failure> left =
        looked.stream()
            .flatMap(r -> r.failures().stream())
            .filter(f -> on.isEmpty() || on.orElseThrow().equals(f.node()))
            .toList();
    return left.isEmpty()
        ? new Verdict(true, "no failures are left")
        : new Verdict(
            false,
            "failed again: "
                + left.getFirst().resource()
                + " "
                + left.getFirst().operation()
                + " on "
                + left.getFirst().node());
  }
}
