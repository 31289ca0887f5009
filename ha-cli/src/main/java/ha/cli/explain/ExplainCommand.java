package ha.cli.explain;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.Endpoints;
import ha.api.Explanation;
import ha.api.Queries;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.situation.Facts;
import ha.cli.situation.InjectionOptions;
import ha.cli.situation.SituationOptions;
import ha.cli.text.Nearest;
import ha.cli.text.Page;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.plan.Answer;
import ha.model.plan.Plan;
import ha.policy.Scheduler;
import ha.policy.whatif.Injection;
import ha.policy.why.Why;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl explain}. */
@Command(
    name = "explain",
    description = {
      "Says why a resource is, or is not, where it is, or why a node is as it is;",
      "which definition decides, and what would change it.",
      "Without -f, --cib or --snapshot it is about the cluster at this moment."
    },
    footer = {
      "%nExamples:",
      "  hactl explain web",
      "  hactl explain web --on bob",
      "  hactl explain bob",
      "  hactl explain web --node-down alice",
      "  hactl explain web -f cluster.yaml --snapshot now.json",
      "  hactl explain web --cib cib.xml"
    })
public final class ExplainCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "RESOURCE|NODE",
      description = "A resource, group, clone, bundle or instance; or a node.")
  private String name = "";

  @Option(
      names = "--on",
      paramLabel = "NODE",
      description = "Of a resource: only what speaks for and against this node.")
  private @Nullable String on;

  @Option(names = "--format", paramLabel = "FORMAT", description = "text or json.")
  private @Nullable Format format;

  @Mixin private final SituationOptions source = new SituationOptions();
  @Mixin private final InjectionOptions injections = new InjectionOptions();

  /** How it is shown. */
  enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The command in a surrounding. */
  public ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<NodeName> node =
        Optional.ofNullable(on).map(text -> valid("--on", () -> new NodeName(text)));
    ResourceId about = valid("'" + name + "'", () -> new ResourceId(name));
    List<Injection> imagined = injections.parsed();
    Explanation explanation =
        source.isLive() && imagined.isEmpty()
            ? new Session(context).ask(Endpoints.EXPLAIN, new Queries.OfResource(about, node))
            : of(source.one(context).with(imagined), node);
    if (format == Format.JSON || context.json()) {
      context.printJson(explanation);
    } else {
      Page page = context.page();
      new ExplanationView(explanation, context.zone(), context.wide()).onto(page);
      context.print(page);
    }
    return ExitCode.OK;
  }

  private Explanation of(Facts facts, Optional<NodeName> node) {
    Plan plan = Scheduler.decide(facts.definitions(), facts.snapshot(), facts.at());
    Why why = new Why(facts.definitions(), facts.snapshot(), facts.at(), plan, Map.of());
    List<Answer> answers = why.about(name, node);
    if (answers.isEmpty()) {
      String expected =
          Nearest.to(name, why.names())
              .map(near -> "perhaps " + near)
              .orElse("one of " + String.join(", ", why.names()));
      throw new CommandFailure(
          new ApiError(
              Kind.NOT_FOUND,
              "there is no resource or node '" + name + "'",
              facts.name(),
              expected,
              "correct the name"));
    }
    return new Explanation(
        name, facts.at(), facts.revision(), answers, why.decisions(name), List.of());
  }

  private static <T> T valid(String what, java.util.function.Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          new ApiError(Kind.USAGE, what + ": " + e.getMessage(), "", "", "hactl explain --help"));
    }
  }
}
