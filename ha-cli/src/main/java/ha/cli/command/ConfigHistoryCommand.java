package ha.cli.command;

import ha.api.ConfigRevisions;
import ha.api.ConfigRevisions.ConfigRevision;
import ha.api.Endpoints;
import ha.api.Queries;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hactl config history}. */
@Command(name = "history", description = "Lists the revisions: when, by whom and why.")
final class ConfigHistoryCommand implements Callable<Integer> {
  private final Context context;

  ConfigHistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConfigRevisions history =
        new Session(context).ask(Endpoints.CONFIG_REVISIONS, new Queries.All());
    if (context.json()) {
      context.printJson(history);
      return ExitCode.OK;
    }
    Page page = context.page();
    if (history.revisions().isEmpty()) {
      page.add(Line.of(Tone.FAINT, "No definitions yet; begin with: hactl apply FILE"));
    }
    Table table = new Table(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    for (ConfigRevision revision : history.revisions()) {
      boolean current = revision.number() == history.current();
      table.row(
          current
              ? Line.of(Tone.GOOD, "● ").plus(Tone.STRONG, "" + revision.number())
              : Line.of("  " + revision.number()),
          Line.of(Tone.FAINT, Times.minute(revision.at(), context.zone())),
          Line.of(revision.author()),
          Line.of(revision.reason()));
    }
    table.onto(page, 0);
    context.print(page);
    return ExitCode.OK;
  }
}
