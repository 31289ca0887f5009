package ha.cli.command;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.Order;
import ha.api.OrderAccepted;
import ha.api.OrderRequest;
import ha.api.PlanSummary;
import ha.api.StatusProblem;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.status.ProblemsView;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.plan.Problem.Severity;
import java.time.Duration;
import java.util.List;

/** Shows consequences, asks, orders, follows, looks. The same for every change. */
final class OrderRunner {
  private final Context context;
  private final OrderOptions options;
  private final Session session;

  OrderRunner(Context context, OrderOptions options) {
    this.context = context;
    this.options = options;
    this.session = new Session(context);
  }

  Session session() {
    return session;
  }

  /** The reason given; asked for on a terminal, and otherwise demanded. */
  String requiredReason(String why) {
    if (!options.reason().isBlank()) {
      return options.reason();
    }
    String answer = canAsk() ? context.ask("Reason (" + why + "): ") : "";
    if (answer.isBlank()) {
      throw new CommandFailure(Kind.USAGE, "a reason is needed: " + why, "add --reason TEXT");
    }
    return answer;
  }

  /** Orders what harms nothing as a rule; asks only if risks are known. */
  int run(Order order, Verdict.Test test) {
    PlanSummary plan = session.ask(Endpoints.PREVIEW, new OrderRequest(order));
    if (!plan.risks().isEmpty()) {
      confirm(plan, List.of(), "Go on?");
    }
    return carryOut(order, test);
  }

  /** Orders what interrupts or could lose something; always asks. */
  int runDisruptive(Order order, String question, Verdict.Test test) {
    confirm(session.ask(Endpoints.PREVIEW, new OrderRequest(order)), List.of(), question);
    return carryOut(order, test);
  }

  /** Orders what relies on a person's word; always asks, {@code consequences} first. */
  int runOnWord(Order order, List<String> consequences, String question, Verdict.Test test) {
    confirm(PlanSummary.EMPTY, consequences, question);
    return carryOut(order, test);
  }

  /**
   * Asks unless told not to.
   *
   * @throws CommandFailure if the answer is no, or nobody can be asked
   */
  void confirm(PlanSummary plan, List<String> consequences, String question) {
    if (options.yes()) {
      return;
    }
    if (!context.json()) {
      Page page = context.page();
      consequences.forEach(c -> page.add(Line.of(Tone.WARNING, "▲ "), Line.of("  "), Line.of(c)));
      if (consequences.isEmpty() || !plan.equals(PlanSummary.EMPTY)) {
        PlanView.onto(page, plan);
      }
      context.print(page.gap());
    }
    if (!canAsk()) {
      throw new CommandFailure(
          new ApiError(
              Kind.REFUSED,
              "this needs a confirmation, and there is no terminal to ask on",
              "",
              "",
              "look at the consequences, then repeat the command with --yes"));
    }
    String answer = context.ask(question + " [y/N] ");
    if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
      throw new CommandFailure(Kind.REFUSED, "not confirmed; nothing was changed", "");
    }
  }

  boolean canAsk() {
    return context.surroundings().inputIsTerminal()
        && context.surroundings().outputIsTerminal()
        && !context.json();
  }

  private int carryOut(Order order, Verdict.Test test) {
    OrderAccepted accepted = session.ask(Endpoints.ORDER, new OrderRequest(order));
    return follow(accepted.cursor(), accepted.text(), test);
  }

  /** Follows what was accepted, if it is to be followed, and says what came of it. */
  int follow(String cursor, String accepted, Verdict.Test test) {
    if (!options.waits()) {
      return finish(new OrderOutcome(true, false, accepted, cursor, List.of()), Duration.ZERO);
    }
    if (!context.json()) {
      context.print(context.page().add(accepted));
    }
    long began = System.nanoTime();
    boolean settled = new Settling(session).await(cursor, options.timeout(), new Progress(context));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    ClusterStatus status = session.status();
    List<StatusProblem> errors =
        status.problems().stream().filter(p -> p.severity() == Severity.ERROR).toList();
    Verdict verdict =
        settled
            ? test.of(status)
            : new Verdict(
                false, "not settled after " + Times.rough(options.timeout()) + "; it goes on");
    int code =
        finish(new OrderOutcome(verdict.ok(), settled, verdict.text(), cursor, errors), took);
    if (!context.json() && !errors.isEmpty()) {
      Page page = context.page().heading("Problems");
      ProblemsView.list(page, errors, status, context::zone);
      context.print(page);
    }
    return code;
  }

  private int finish(OrderOutcome outcome, Duration took) {
    if (context.json()) {
      context.printJson(outcome);
    } else {
      Line mark = outcome.ok() ? Line.of(Tone.GOOD, "✔ ") : Line.of(Tone.BAD, "✖ ");
      Line text = Line.of(outcome.text());
      if (outcome.settled()) {
        text = text.plus(Tone.FAINT, " (" + Times.precise(took) + ")");
      }
      context.print(context.page().add(mark, Line.of("  "), text));
    }
    return outcome.ok() ? ExitCode.OK : ExitCode.FAILED;
  }
}
