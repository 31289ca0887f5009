package ha.cli.command;

import ha.api.ApiError.Kind;
import ha.api.Endpoints;
import ha.api.FenceChecks;
import ha.api.FenceChecks.Check;
import ha.api.FenceHistory;
import ha.api.FenceHistory.FenceRecord;
import ha.api.NodeStatus.CheckState;
import ha.api.Order;
import ha.api.OrderRequest;
import ha.api.Queries;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl fence test}. */
@Command(
    name = "test",
    description = {
      "Asks every fence device of a node, from every other member, whether it would fence the"
          + " node.",
      "Nothing is switched, unless --really: then the node is switched off and on again."
    })
final class FenceTestCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(paramLabel = "NODE", converter = Converters.OfNode.class, description = "Which node.")
  private NodeName node = new NodeName("none");

  @Option(
      names = "--really",
      description = "Switch it off and on again, after showing what that does to what runs there.")
  private boolean really;

  FenceTestCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    OrderRunner runner = new OrderRunner(context, options);
    FenceChecks checks = asked(runner);
    List<NodeName> powerless = checks.powerless();
    boolean good = !checks.checks().isEmpty() && powerless.isEmpty();
    if (!really) {
      show(checks);
      return good ? ExitCode.OK : ExitCode.FAILED;
    }
    if (!context.json()) {
      show(checks);
    }
    if (!good) {
      throw new CommandFailure(
          Kind.REFUSED,
          node + " cannot be fenced by every other member: there is nothing to try out",
          "mend what failed, then: hactl fence test " + node);
    }
    return switchOffAndOn(runner);
  }

  /** Has the devices asked, and waits until all members have told what they found. */
  private FenceChecks asked(OrderRunner runner) {
    FenceChecks before = checks(runner);
    if (before.checks().isEmpty()) {
      return before;
    }
    runner
        .session()
        .ask(Endpoints.ORDER, new OrderRequest(new Order.FenceTestOrder(node, options.reason())));
    long end = System.nanoTime() + PATIENCE.toNanos();
    FenceChecks now = checks(runner);
    while (!allNew(before, now) && System.nanoTime() < end) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      now = checks(runner);
    }
    return new FenceChecks(
        node, now.checks().stream().map(c -> isNew(before, c) ? c : silent(c)).toList());
  }

  private FenceChecks checks(OrderRunner runner) {
    return runner.session().ask(Endpoints.FENCE_CHECKS, new Queries.OfNode(node));
  }

  private static boolean allNew(FenceChecks before, FenceChecks now) {
    return now.checks().stream().allMatch(c -> isNew(before, c));
  }

  private static boolean isNew(FenceChecks before, Check check) {
    return check.at().isPresent()
        && before.checks().stream()
            .filter(b -> b.device().equals(check.device()) && b.by().equals(check.by()))
            .noneMatch(b -> b.at().equals(check.at()));
  }

  private static Check silent(Check check) {
    String detail = "no answer within " + Times.rough(PATIENCE);
    return new Check(
        check.level(),
        check.device(),
        check.agent(),
        check.by(),
        CheckState.FAILED,
        check.at(),
        check.at().isPresent() ? detail + "; last: " + check.detail() : detail);
  }

  private void show(FenceChecks checks) {
    if (context.json()) {
      context.printJson(checks);
      return;
    }
    Page page = context.page();
    List<NodeName> powerless = checks.powerless();
    if (checks.checks().isEmpty()) {
      page.add(
          Line.of(Tone.BAD, "✖ "),
          Line.of("  "),
          Line.of(node + " has no fence device, or no other member is there to use it"));
    } else if (powerless.isEmpty()) {
      boolean all = checks.checks().stream().allMatch(c -> c.state() == CheckState.OK);
      page.add(
          Line.of(all ? Tone.GOOD : Tone.WARNING, all ? "✔ " : "▲ ")
              .plus(node + " can be fenced by every other member")
              .plus(all ? "" : ", but not by every device"));
    } else {
      String names = String.join(", ", powerless.stream().map(NodeName::value).toList());
      page.add(
          Line.of(Tone.BAD, "✖ "), Line.of("  "), Line.of(node + " cannot be fenced by " + names));
    }
    Table table =
        new Table(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    for (Check check : checks.checks()) {
      table.row(
          Line.of(Tone.FAINT, "level " + check.level()),
          Line.of(Tone.STRONG, check.device().value()).plus(Tone.FAINT, " (" + check.agent() + ")"),
          Line.of("from " + check.by()),
          verdict(check));
    }
    table.onto(page, 2);
    context.print(page);
  }

  private static Line verdict(Check check) {
    return switch (check.state()) {
      case OK -> Line.of(Tone.GOOD, "✔ ").plus(check.detail());
      case FAILED, UNCHECKED -> Line.of(Tone.BAD, "✖ ").plus(check.detail());
    };
  }

  private int switchOffAndOn(OrderRunner runner) {
    String reason =
        options.reason().isBlank() ? "test of the fencing of " + node : options.reason();
    Instant began = newestFence(runner).map(FenceRecord::ordered).orElse(Instant.MIN);
    return runner.runDisruptive(
        new Order.FenceOrder(node, FenceMode.REBOOT, reason),
        "Switch " + node + " off and on again, now?",
        after -> ended(runner, began));
  }

  private Optional<FenceRecord> newestFence(OrderRunner runner) {
    FenceHistory history = runner.session().ask(Endpoints.FENCE_HISTORY, new Queries.All());
    return history.fencings().stream().filter(f -> f.node().equals(node)).findFirst();
  }

  private Verdict ended(OrderRunner runner, Instant before) {
    Optional<FenceRecord> fence = newestFence(runner).filter(f -> f.ordered().isAfter(before));
    if (fence.isEmpty()) {
      return new Verdict(false, node + " was not fenced; see hactl fence history");
    }
    FenceRecord done = fence.get();
    return switch (done.outcome()) {
      case CONFIRMED ->
          new Verdict(
              true,
              node
                  + " was switched off by "
                  + done.by()
                  + done.ended()
                      .map(end -> " in " + Times.precise(Duration.between(done.ordered(), end)))
                      .orElse("")
                  + ", read back, and told to switch on again");
      case FAILED, UNDER_WAY -> new Verdict(false, node + " is not off: " + done.detail());
    };
  }
}
