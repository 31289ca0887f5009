package ha.cli.command;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ClusterStatus;
import ha.api.Order;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl maintenance}. */
@Command(
    name = "maintenance",
    description =
        "Hands off: nothing is started, stopped or fenced, of the whole cluster, a node or a"
            + " resource.")
final class MaintenanceCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(index = "0", paramLabel = "on|off", description = "Hands off, or on again.")
  private Hands hands = Hands.OFF;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NODE|RESOURCE",
      description = "Else the whole cluster. node/NAME and resource/NAME where both exist.")
  private String name = "";

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "End by itself: 2h, 14:00, 2026-01-31T14:00.")
  private @Nullable String until;

  MaintenanceCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    boolean on = hands == Hands.ON;
    OrderRunner runner = new OrderRunner(context, options);
    Target target = name.isEmpty() ? Target.CLUSTER : target(runner.session().status());
    String what = name.isEmpty() ? "the cluster" : name.substring(name.indexOf('/') + 1);
    return runner.run(
        new Order.MaintenanceOrder(
            target.node(),
            target.resource(),
            on,
            Converters.until(until, context),
            options.reason()),
        Verdict.settled(on ? "hands off " + what : what + " is looked after again"));
  }

  /** What the name means. */
  private record Target(Optional<NodeName> node, Optional<ResourceId> resource) {
    static final Target CLUSTER = new Target(Optional.empty(), Optional.empty());
  }

  private Target target(ClusterStatus status) {
    String plain = name.replaceFirst("^(node|resource)/", "");
    boolean node = !name.startsWith("resource/") && Names.nodes(status).contains(plain);
    boolean resource = !name.startsWith("node/") && Names.resources(status).contains(plain);
    if (node && resource) {
      throw new CommandFailure(
          new ApiError(
              Kind.USAGE,
              "'" + plain + "' is the name of a node and of a resource",
              "",
              "node/" + plain + " or resource/" + plain,
              "say which"));
    }
    if (!node && !resource) {
      throw new CommandFailure(
          Names.notFound(
              "node or resource",
              plain,
              Stream.concat(Names.nodes(status).stream(), Names.resources(status).stream())
                  .toList()));
    }
    return node
        ? new Target(Optional.of(new NodeName(plain)), Optional.empty())
        : new Target(Optional.empty(), Optional.of(new ResourceId(plain)));
  }

  /** The first argument. */
  enum Hands {
    ON,
    OFF;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
