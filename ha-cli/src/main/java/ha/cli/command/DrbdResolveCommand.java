package ha.cli.command;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.Endpoints;
import ha.api.Order;
import ha.api.OrderRequest;
import ha.api.PlanSummary;
import ha.api.Queries;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.text.Line;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code hactl drbd resolve}: a person's decision whose data counts. Run on each of the two nodes:
 * each does its own half.
 */
@Command(
    name = "resolve",
    description =
        "Ends a split brain: the data of one node counts, what was changed on this one is lost."
            + " Run it on the node whose changes are given up, then on the other one.")
final class DrbdResolveCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(
      paramLabel = "RESOURCE",
      converter = Converters.OfResource.class,
      description = "The cluster's name of the resource.")
  private ResourceId resource = new ResourceId("none");

  @Option(
      names = "--keep",
      required = true,
      paramLabel = "NODE",
      converter = Converters.OfNode.class,
      description = "The node whose data counts.")
  private NodeName keep = new NodeName("none");

  DrbdResolveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    OrderRunner runner = new OrderRunner(context, options);
    Session session = runner.session();
    NodeName here = session.here();
    List<Replica> sides =
        Replica.all(session.ask(Endpoints.ATTRIBUTES, new Queries.All()))
            .getOrDefault(resource.value(), List.of());
    Replica own = side(sides, here);
    side(sides, keep);
    if (here.equals(keep)) {
      return keepOurs(session, own.device());
    }
    if (own.isPrimary()) {
      throw refused(
          "the replica here is promoted: what uses it must stop before its data is given up",
          "hactl standby " + here + ", then resolve again");
    }
    String reason = runner.requiredReason("why the data of " + here + " is given up");
    runner.confirm(
        PlanSummary.EMPTY,
        List.of(
            "Everything that was changed on " + here + " since both sides parted is lost.",
            "The data of " + keep + " is copied over it (" + reason + ")."),
        "Give up the changes of " + here + "?");
    perform(List.of("drbdadm", "disconnect", own.device()), false);
    perform(List.of("drbdadm", "connect", "--discard-my-data", own.device()), true);
    context.print(
        context
            .page()
            .add(Line.of(Tone.GOOD, "✔ "), Line.of("  "), Line.of("this side takes over"))
            .add(
                Line.of("  "),
                Line.of("  "),
                Line.of("now on " + keep + ": ")
                    .plus(Tone.COMMAND, "hactl drbd resolve " + resource + " --keep " + keep)));
    return ExitCode.OK;
  }

  private int keepOurs(Session session, String device) {
    session.ask(
        Endpoints.ORDER,
        new OrderRequest(new Order.ReplicaCurrentOrder(resource, keep, options.reason())));
    perform(List.of("drbdadm", "connect", device), true);
    context.print(
        context
            .page()
            .add(
                Line.of(Tone.GOOD, "✔ "),
                Line.of("  "),
                Line.of("the data here counts, and this side connects again")));
    return ExitCode.OK;
  }

  private Replica side(List<Replica> sides, NodeName node) {
    return sides.stream()
        .filter(s -> s.node().equals(node))
        .findFirst()
        .orElseThrow(() ->
            new CommandFailure(
                ApiError.of(
                    Kind.NOT_FOUND,
                    node + " reports no replica of '" + resource + "'",
                    "hactl drbd status")));
  }

  private static CommandFailure refused(String message, String remedy) {
    return new CommandFailure(ApiError.of(Kind.REFUSED, message, remedy));
  }

  /** Runs a tool of DRBD on this node, with its output where ours goes. */
  private static void perform(List<String> command, boolean mustSucceed) {
    String words = String.join(" ", command);
    try {
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0 && mustSucceed) {
        throw refused(words + " ended with " + code, "see what it wrote, then resolve again");
      }
    } catch (IOException e) {
      throw refused(words + " cannot be run: " + e.getMessage(), "install drbd-utils, as root");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(words + " was interrupted", "hactl drbd status");
    }
  }
}
