package ha.cli.command;

import ha.api.ApiError;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.ProgressPage;
import ha.api.Queries;
import ha.api.Reply;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.status.Located;
import ha.cli.status.StatusView;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code hactl status}. */
final class StatusCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration BETWEEN = Duration.ofMillis(250);

  private final Context context;
  private final OptionSpec watch =
      OptionSpec.builder("-w", "--watch")
          .type(boolean.class)
          .description("Show it anew whenever something happens.")
          .build();
  private final OptionSpec node =
      OptionSpec.builder("--node")
          .type(NodeName.class)
          .converters(new Converters.OfNode())
          .paramLabel("NODE")
          .description("Only what has to do with this node.")
          .build();
  private final OptionSpec problems =
      OptionSpec.builder("--problems").type(boolean.class).description("Only problems.").build();

  StatusCommand(Context context) {
    this.context = context;
  }

  /** The command with its options. */
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("status");
    spec.usageMessage()
        .description(
            "Shows the cluster: problems first, nodes, resources, orders in force, failures.",
            "Exits with 4 without quorum; with --problems, with 3 if there are any.");
    return spec.addOption(watch).addOption(node).addOption(problems);
  }

  private static boolean given(OptionSpec flag) {
    return Boolean.TRUE.equals(flag.getValue());
  }

  @Override
  public Integer call() {
    Session session = new Session(context);
    return given(watch) ? watch(session) : show(session.status());
  }

  private ClusterStatus filtered(ClusterStatus status) {
    NodeName only = node.getValue();
    if (only == null) {
      return status;
    }
    if (status.nodes().stream().noneMatch(n -> n.name().equals(only))) {
      throw new CommandFailure(Names.notFound("node", only.value(), Names.nodes(status)));
    }
    return Located.about(status, only);
  }

  private int show(ClusterStatus status) {
    ClusterStatus part = filtered(status);
    if (context.json()) {
      context.printJson(given(problems) ? part.problems() : part);
    } else {
      context.print(page(status));
    }
    if (!status.quorum().held()) {
      return ExitCode.NO_QUORUM;
    }
    return given(problems) && !part.problems().isEmpty() ? ExitCode.CONDITION_FALSE : ExitCode.OK;
  }

  private Page page(ClusterStatus status) {
    Page page = context.page();
    StatusView view =
        new StatusView(status, Optional.ofNullable(node.getValue()), context::zone, context.wide());
    if (given(problems)) {
      view.problemsOnto(page);
    } else {
      view.onto(page);
    }
    return page;
  }

  /** Until interrupted, or nobody reads any more. */
  private int watch(Session session) {
    Optional<String> cursor = Optional.empty();
    String shown = "";
    while (!Thread.currentThread().isInterrupted() && !context.out().checkError()) {
      String now = picture(session);
      String news = now.replaceFirst("\"at\":\"[^\"]*\",", "");
      if (!news.equals(shown) && !Thread.currentThread().isInterrupted()) {
        redraw(now);
        shown = news;
      }
      Queries.OfProgress query = new Queries.OfProgress(cursor, Optional.of(PATIENCE));
      cursor =
          switch (session.attempt(Endpoints.PROGRESS, query, PATIENCE)) {
            case Reply.Done<ProgressPage>(ProgressPage page) -> Optional.of(page.cursor());
            case Reply.Failed<ProgressPage> failed -> {
              LockSupport.parkNanos(PATIENCE.toNanos());
              yield Optional.empty();
            }
          };
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    return ExitCode.OK;
  }

  private String picture(Session session) {
    return switch (session.attempt(Endpoints.STATUS, new Queries.All(), Duration.ZERO)) {
      case Reply.Done<ClusterStatus>(ClusterStatus status) ->
          context.json() ? Json.text(filtered(status)) + "\n" : page(status).text();
      case Reply.Failed<ClusterStatus>(ApiError error) ->
          context.json()
              ? Json.text(error) + "\n"
              : context.page().add(Line.of(Tone.BAD, error.message())).add(error.remedy()).text();
    };
  }

  private void redraw(String picture) {
    if (context.json() || !context.surroundings().outputIsTerminal()) {
      context.out().print(picture + (context.json() ? "" : "\n"));
    } else {
      // Home, each line cleared to its end, the rest of the screen cleared: no flicker (ECMA-48).
      context.out().print("\u001B[H" + picture.replace("\n", "\u001B[K\n") + "\u001B[J");
    }
    context.out().flush();
  }
}
