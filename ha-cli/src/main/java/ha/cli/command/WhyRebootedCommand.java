package ha.cli.command;

import ha.api.Endpoints;
import ha.api.LastEnd;
import ha.api.LastEnd.Known;
import ha.api.Queries;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.NodeName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hactl why-rebooted}. */
@Command(
    name = "why-rebooted",
    description = "Says why a node, or its daemon, ended last, and what that is known from.")
final class WhyRebootedCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "NODE", converter = Converters.OfNode.class, description = "Which node.")
  private NodeName node = new NodeName("none");

  WhyRebootedCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    LastEnd end = new Session(context).ask(Endpoints.WHY_REBOOTED, new Queries.OfNode(node));
    if (context.json()) {
      context.printJson(end);
      return ExitCode.OK;
    }
    Page page = context.page();
    Line when =
        end.at()
            .map(at -> Line.of(Tone.FAINT, Times.moment(at, context.zone()) + "  "))
            .orElse(Line.of(""));
    page.add(when, Line.of(" ".repeat(when.width())), Line.of(tone(end.cause()), end.verdict()));
    if (!end.known().isEmpty()) {
      page.heading("What is known");
      Table table = new Table(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
      for (Known known : end.known()) {
        table.row(
            Line.of(Tone.FAINT, Times.moment(known.at(), context.zone())),
            Line.of(Tone.FAINT, known.source()),
            Line.of(known.text()));
      }
      table.onto(page, 2);
    }
    context.print(page);
    return ExitCode.OK;
  }

  private static Tone tone(LastEnd.Cause cause) {
    return switch (cause) {
      case NONE, ORDERLY -> Tone.GOOD;
      case FENCED, WATCHDOG, KILLED, LOST, UNKNOWN -> Tone.WARNING;
      case BUG -> Tone.BAD;
    };
  }
}
