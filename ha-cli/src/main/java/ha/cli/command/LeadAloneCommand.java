package ha.cli.command;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ClusterStatus;
import ha.api.Order;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.model.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hactl quorum lead-alone}. */
@Command(
    name = "lead-alone",
    description = "Lets this node lead without quorum, on your word that the others are off.")
final class LeadAloneCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Option(
      names = "--off",
      paramLabel = "NODE",
      split = ",",
      converter = Converters.OfNode.class,
      description = "The nodes that you have seen to be off: all that are waited for.")
  private List<NodeName> off = new ArrayList<>();

  LeadAloneCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    OrderRunner runner = new OrderRunner(context, options);
    ClusterStatus status = runner.session().status();
    if (status.quorum().held()) {
      throw new CommandFailure(
          Kind.REFUSED, "there is quorum; nobody needs to lead alone", "hactl status");
    }
    List<NodeName> vouched = off.isEmpty() ? askWhichAreOff(runner, status) : List.copyOf(off);
    String names = String.join(", ", vouched.stream().map(NodeName::value).toList());
    String reason = runner.requiredReason("how you made sure that " + names + " is off");
    return runner.runOnWord(
        new Order.LeadAloneOrder(vouched, reason),
        List.of(
            status.answeredBy() + " leads alone and starts everything that it can.",
            "Whatever only " + names + " knows (newer definitions, newer data) is passed over.",
            "If " + names + " still runs, both sides write to the same disks and data is lost."),
        "Is " + names + " certainly off?",
        after ->
            new Verdict(
                after.quorum().held(),
                after.quorum().held()
                    ? after.answeredBy() + " leads"
                    : "no quorum: " + after.quorum().reason()));
  }

  private List<NodeName> askWhichAreOff(OrderRunner runner, ClusterStatus status) {
    List<NodeName> waited =
        status.quorum().waiting().map(ClusterStatus.Waiting::nodes).orElse(List.of());
    String names = String.join(",", waited.stream().map(NodeName::value).toList());
    String typed =
        runner.canAsk()
            ? context.ask("Type the names of the nodes that are off (" + names + "): ")
            : "";
    if (waited.isEmpty() || !typed.replace(" ", "").equals(names)) {
      throw new CommandFailure(
          new ApiError(
              Kind.USAGE,
              "the nodes that are off must be named",
              "",
              names.isEmpty() ? "" : "--off " + names,
              "make sure that they are off, then name them"));
    }
    return waited;
  }
}
