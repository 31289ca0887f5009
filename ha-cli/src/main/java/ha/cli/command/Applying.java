package ha.cli.command;

import ha.api.ApiError.Kind;
import ha.api.ApplyAnswer;
import ha.api.ApplyRequest;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.PlanSummary;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.definitions.DefinitionsFile;
import ha.cli.definitions.FindingsView;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Tone;
import ha.model.plan.Problem.Severity;
import java.util.List;
import java.util.Optional;

/** New definitions: checked and planned first, then confirmed, committed and followed. */
final class Applying {
  private final Context context;
  private final OrderOptions options;
  private final OrderRunner runner;

  Applying(Context context, OrderOptions options) {
    this.context = context;
    this.options = options;
    this.runner = new OrderRunner(context, options);
  }

  /** What the definitions say and would cause; changes nothing. */
  ApplyAnswer dryRun(DefinitionsFile file) {
    return runner
        .session()
        .ask(
            Endpoints.APPLY,
            new ApplyRequest(file.label(), file.text(), true, Optional.empty(), options.reason()));
  }

  /** Shows what they would cause and does nothing. */
  int showOnly(DefinitionsFile file) {
    ApplyAnswer answer = dryRun(file);
    if (context.json()) {
      context.printJson(answer);
    } else {
      show(file, answer);
    }
    return answer.valid() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Puts them in force. */
  int apply(DefinitionsFile file, String reason) {
    ApplyAnswer dry = dryRun(file);
    boolean interrupts = !dry.plan().downtime().isEmpty() || !dry.plan().risks().isEmpty();
    if (!dry.valid() || dry.diff().isEmpty()) {
      return endHere(file, dry);
    }
    if (!context.json()) {
      show(file, dry);
    }
    if (interrupts) {
      runner.confirm(PlanSummary.EMPTY, List.of("This interrupts services."), "Apply?");
    }
    ApplyAnswer done =
        runner
            .session()
            .ask(
                Endpoints.APPLY,
                new ApplyRequest(
                    file.label(), file.text(), false, Optional.of(dry.base()), reason));
    if (done.revision().isEmpty()) {
      return endHere(file, done);
    }
    String text = "revision " + done.revision().orElseThrow() + " is in force";
    return done.cursor()
        .map(cursor -> runner.follow(cursor, text, status -> verdict(status, text)))
        .orElseThrow(() ->
            new CommandFailure(
                Kind.INTERNAL, "the daemon gave no cursor with " + text, "hactl status"));
  }

  private static Verdict verdict(ClusterStatus status, String text) {
    boolean well = status.problems().stream().noneMatch(p -> p.severity() == Severity.ERROR);
    return new Verdict(well, well ? text : text + ", but there are problems");
  }

  private int endHere(DefinitionsFile file, ApplyAnswer answer) {
    if (context.json()) {
      context.printJson(answer);
    } else {
      show(file, answer);
    }
    return answer.valid() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void show(DefinitionsFile file, ApplyAnswer answer) {
    Page page = context.page();
    FindingsView.onto(page, answer.findings(), file.text());
    if (!answer.valid()) {
      String counted = FindingsView.counted(answer.findings());
      context.print(page.add(Line.of(Tone.BAD, "✖ ").plus(counted + "; nothing was changed")));
    } else if (answer.diff().isEmpty()) {
      String same = "nothing to change: revision " + answer.base() + " says the same";
      context.print(page.add(Line.of(Tone.GOOD, "✔ ").plus(same)));
    } else {
      DiffView.onto(page, answer.diff());
      PlanView.onto(page, answer.plan());
      context.print(page.gap());
    }
  }
}
