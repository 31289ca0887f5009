package ha.cli.command;

import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.HistoryPage;
import ha.api.Queries;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.ledger.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl history}. */
@Command(name = "history", description = "Shows what was done, when, by whom and why.")
final class HistoryCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "RESOURCE|NODE",
      description = "Only what has to do with it.")
  private String name = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Converters.OfDuration.class,
      description = "Not older than this: 30min, 2h, 1d.")
  private @Nullable Duration since;

  @Option(names = "--limit", paramLabel = "N", description = "The newest N (default: 500).")
  private @Nullable Integer limit;

  HistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Session session = new Session(context);
    HistoryPage history = session.ask(Endpoints.HISTORY, query(session));
    if (context.json()) {
      context.printJson(history);
      return ExitCode.OK;
    }
    Page page = context.page();
    if (history.events().isEmpty()) {
      page.add(Line.of(Tone.FAINT, "Nothing happened."));
    }
    history.events().forEach(event -> show(page, event));
    if (history.more()) {
      page.add(Line.of(Tone.FAINT, "There is more before that: --limit N, --since TIME"));
    }
    context.print(page);
    return ExitCode.OK;
  }

  private void show(Page page, HistoryEvent event) {
    Line when = Line.of(Tone.FAINT, Times.moment(event.at(), context.zone()) + "  ");
    Line text = Line.of(event.text());
    if (!event.author().isEmpty() && !event.author().equals("cluster")) {
      text = text.plus(Tone.FAINT, "  by " + event.author());
    }
    page.add(when, Line.of(" ".repeat(when.width())), text);
  }

  private Queries.OfHistory query(Session session) {
    Optional<Instant> from =
        Optional.ofNullable(since).map(context.surroundings().clock().instant()::minus);
    if (name.isEmpty()) {
      return new Queries.OfHistory(
          Optional.empty(), Optional.empty(), from, Optional.ofNullable(limit));
    }
    ClusterStatus status = session.status();
    boolean node = Names.nodes(status).contains(name);
    if (!node && !Names.resources(status).contains(name)) {
      throw new CommandFailure(
          Names.notFound(
              "node or resource",
              name,
              Stream.concat(Names.nodes(status).stream(), Names.resources(status).stream())
                  .toList()));
    }
    return new Queries.OfHistory(
        node ? Optional.empty() : Optional.of(new ResourceId(name)),
        node ? Optional.of(new NodeName(name)) : Optional.empty(),
        from,
        Optional.ofNullable(limit));
  }
}
