package ha.cli.command;

import ha.api.Endpoints;
import ha.api.FenceHistory;
import ha.api.FenceHistory.FenceRecord;
import ha.api.Queries;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hactl fence history}. */
@Command(name = "history", description = "Shows every fencing: when, why, by what, how it ended.")
final class FenceHistoryCommand implements Callable<Integer> {
  private final Context context;

  FenceHistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    FenceHistory history = new Session(context).ask(Endpoints.FENCE_HISTORY, new Queries.All());
    if (context.json()) {
      context.printJson(history);
      return ExitCode.OK;
    }
    Page page = context.page();
    if (history.fencings().isEmpty()) {
      page.add(Line.of(Tone.FAINT, "No node was ever fenced."));
    }
    Table table =
        new Table(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    for (FenceRecord fencing : history.fencings()) {
      table.row(
          Line.of(Tone.FAINT, Times.moment(fencing.ordered(), context.zone())),
          Line.of(Tone.STRONG, fencing.node().value()),
          outcome(fencing),
          Line.of(Tone.FAINT, "by " + fencing.author()),
          Line.of(fencing.reason()).plus(Tone.FAINT, detail(fencing)));
    }
    table.onto(page, 0);
    context.print(page);
    return ExitCode.OK;
  }

  private static Line outcome(FenceRecord fencing) {
    String by = fencing.by().isEmpty() ? "" : " by " + fencing.by();
    return switch (fencing.outcome()) {
      case UNDER_WAY -> Line.of(Tone.WARNING, "◐ under way" + by);
      case CONFIRMED -> Line.of(Tone.GOOD, "✔ ").plus("off" + by + took(fencing));
      case FAILED -> Line.of(Tone.BAD, "✖ failed" + by);
    };
  }

  private static String took(FenceRecord fencing) {
    return fencing
        .ended()
        .map(end -> " in " + Times.precise(Duration.between(fencing.ordered(), end)))
        .orElse("");
  }

  private static String detail(FenceRecord fencing) {
    String attempts = fencing.attempts() > 1 ? ", " + fencing.attempts() + " attempts" : "";
    String detail = fencing.detail() + attempts;
    return detail.isEmpty() ? "" : " (" + detail + ")";
  }
}
