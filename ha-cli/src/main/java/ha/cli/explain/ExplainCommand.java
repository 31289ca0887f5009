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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code hactl explain}. */
public final class ExplainCommand implements Callable<Integer> {
  private final Context context;
  private final SituationOptions source = new SituationOptions();
  private final InjectionOptions injections = new InjectionOptions();
  private final PositionalParamSpec name =
      PositionalParamSpec.builder()
          .type(String.class)
          .paramLabel("RESOURCE|NODE")
          .description("A resource, group, clone, bundle or instance; or a node.")
          .build();
  private final OptionSpec on =
      OptionSpec.builder("--on")
          .type(String.class)
          .paramLabel("NODE")
          .description("Of a resource: only what speaks for and against this node.")
          .build();
  private final OptionSpec format =
      OptionSpec.builder("--format")
          .type(Format.class)
          .paramLabel("FORMAT")
          .description("text or json.")
          .build();

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

  /** The command with its options. */
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("explain");
    spec.usageMessage()
        .description(
            "Says why a resource is, or is not, where it is, or why a node is as it is;",
            "which definition decides, and what would change it.",
            "Without -f, --cib or --snapshot it is about the cluster at this moment.")
        .footer(
            "%nExamples:",
            "  hactl explain web",
            "  hactl explain web --on bob",
            "  hactl explain bob",
            "  hactl explain web --node-down alice",
            "  hactl explain web -f cluster.yaml --snapshot now.json",
            "  hactl explain web --cib cib.xml");
    spec.addPositional(name).addOption(on).addOption(format);
    source.addTo(spec);
    injections.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() {
    String subject = name.getValue();
    Optional<NodeName> node =
        Optional.ofNullable(on.<String>getValue())
            .map(text -> valid("--on", () -> new NodeName(text)));
    ResourceId about = valid("'" + subject + "'", () -> new ResourceId(subject));
    List<Injection> imagined = injections.parsed();
    Explanation explanation =
        source.isLive() && imagined.isEmpty()
            ? new Session(context).ask(Endpoints.EXPLAIN, new Queries.OfResource(about, node))
            : of(subject, source.one(context).with(imagined), node);
    if (format.getValue() == Format.JSON || context.json()) {
      context.printJson(explanation);
    } else {
      Page page = context.page();
      new ExplanationView(explanation, context.zone(), context.wide()).onto(page);
      context.print(page);
    }
    return ExitCode.OK;
  }

  private static Explanation of(String name, Facts facts, Optional<NodeName> node) {
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
