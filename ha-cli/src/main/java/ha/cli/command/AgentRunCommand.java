package ha.cli.command;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.Agents;
import ha.agents.AttributeSink;
import ha.agents.OcfCodes;
import ha.agents.Operation;
import ha.agents.command.MonoClock;
import ha.api.ApiError.Kind;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.Queries;
import ha.api.ResourceStatus;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.definitions.DefinitionsFile;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.yaml.ReadResult;
import ha.model.yaml.YamlReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl agent run}. */
@Command(
    name = "run",
    description = {
      "Runs an operation of a resource's agent on this machine, past the cluster.",
      "What changes something is refused unless the resource is in maintenance.",
      "Example: hactl agent run web monitor --trace"
    })
final class AgentRunCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final LocalAgents local = new LocalAgents();

  @Parameters(index = "0", paramLabel = "RESOURCE", description = "As the definitions name it.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "OPERATION",
      description = "start, stop, monitor, promote, demote, reload or validate-all.")
  private String operation = "";

  @Option(
      names = "--trace",
      description = "Print each program that the agent runs, and what that writes.")
  private boolean trace;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Definitions, in place of those in force; works without a daemon.")
  private @Nullable String file;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Converters.OfDuration.class,
      description = "Of the operation (default: 60s).")
  private Duration timeout = Duration.ofSeconds(60);

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  AgentRunCommand(Context context) {
    this.context = context;
  }

  /** The answer as JSON. */
  record Ran(String resource, String operation, int exitCode, String result, String reason) {}

  @Override
  public Integer call() throws InterruptedException {
    Operation wanted = operation();
    Optional<ClusterStatus> status =
        file == null ? Optional.of(new Session(context).status()) : Optional.empty();
    RunnableResource resource = RunnableResource.of(definitions(), name);
    if (!wanted.onlyLooks()) {
      permit(resource.primitive(), wanted, status);
    }
    Agents agents = local.all();
    AgentCall call = call(resource, wanted, agents);
    AgentResult result = LocalAgents.find(agents, resource.primitive().agent()).perform(call);
    show(resource, wanted, result);
    return switch (result) {
      case AgentResult.Ok ok -> ExitCode.OK;
      case AgentResult.Promoted promoted -> ExitCode.OK;
      case AgentResult.NotRunning not -> ExitCode.CONDITION_FALSE;
      case AgentResult.Failed failed -> ExitCode.FAILED;
      case AgentResult.TimedOut timedOut -> ExitCode.FAILED;
      case AgentResult.Unknown unknown -> ExitCode.FAILED;
    };
  }

  private Operation operation() {
    return Operation.named(operation)
        .orElseThrow(() ->
            new CommandFailure(
                Kind.USAGE,
                "there is no operation '" + operation + "'",
                "one of "
                    + String.join(
                        ", ",
                        Arrays.stream(Operation.values()).map(Operation::wireName).toList())));
  }

  private Definitions definitions() {
    String yaml;
    String label;
    if (file == null) {
      yaml =
          new Session(context)
              .ask(Endpoints.CONFIG, new Queries.OfRevision(Optional.empty()))
              .yaml();
      label = "the definitions in force";
    } else {
      DefinitionsFile read = DefinitionsFile.read(file, context);
      yaml = read.text();
      label = read.label();
    }
    ReadResult read = new YamlReader().read(label, yaml);
    return read.definitions()
        .orElseThrow(
            () -> new CommandFailure(Kind.INVALID, label + " hold errors", "hactl check " + label));
  }

  /** The cluster must keep its hands off what is changed by hand. */
  private void permit(Primitive resource, Operation wanted, Optional<ClusterStatus> status) {
    Optional<ResourceStatus> known =
        status.flatMap(
            s -> s.allResources().stream().filter(r -> r.id().equals(resource.id())).findFirst());
    if (known.filter(ResourceStatus::managed).isPresent()) {
      throw new CommandFailure(
          Kind.REFUSED,
          "the cluster manages '" + resource.id() + "' and would not know of this",
          "hactl maintenance on " + resource.id() + " first, and off afterwards");
    }
    if (yes) {
      return;
    }
    String question =
        wanted.wireName()
            + " "
            + resource.id()
            + " on this machine, whatever runs on the others? [y/N] ";
    if (!context.surroundings().inputIsTerminal() || context.json()) {
      throw new CommandFailure(
          Kind.REFUSED, "nobody can be asked: " + question.replace(" [y/N] ", ""), "add --yes");
    }
    String answer = context.ask(question);
    if (!answer.equals("y") && !answer.equals("yes")) {
      throw new CommandFailure(Kind.REFUSED, "not done", "");
    }
  }

  private AgentCall call(RunnableResource resource, Operation wanted, Agents agents) {
    NodeName node = file == null ? new Session(context).here() : new NodeName("local");
    return new AgentCall(
        new ResourceId(name),
        resource.primitive().agent(),
        wanted,
        Duration.ZERO,
        resource.parameters(),
        new TreeMap<>(),
        timeout,
        MonoClock.SYSTEM.now().plus(timeout),
        Term.NONE,
        node,
        Optional.empty(),
        Optional.empty(),
        AttributeSink.NONE,
        Tracing.of(
            agents.settings().commands(), trace ? Optional.of(context.err()) : Optional.empty()),
        MonoClock.SYSTEM);
  }

  private void show(RunnableResource resource, Operation wanted, AgentResult result) {
    String kind = result.getClass().getSimpleName();
    if (context.json()) {
      context.printJson(
          new Ran(name, wanted.wireName(), OcfCodes.exitCode(result), kind, result.reason()));
      return;
    }
    Page page = context.page();
    resource.left().ifPresent(left -> page.add(Line.of(Tone.WARNING, "▲ ").plus(left)));
    Line mark =
        switch (result) {
          case AgentResult.Ok ok -> Line.of(Tone.GOOD, "✔ ");
          case AgentResult.Promoted promoted -> Line.of(Tone.GOOD, "✔ ");
          case AgentResult.NotRunning not -> Line.of(Tone.FAINT, "○ ");
          case AgentResult.Failed failed -> Line.of(Tone.BAD, "✖ ");
          case AgentResult.TimedOut timedOut -> Line.of(Tone.BAD, "✖ ");
          case AgentResult.Unknown unknown -> Line.of(Tone.WARNING, "? ");
        };
    String said = result.reason().isEmpty() ? "" : ": " + result.reason();
    context.print(
        page.add(
            mark,
            Line.of("  "),
            Line.of(
                wanted.wireName()
                    + " of "
                    + name
                    + ": "
                    + kind
                    + " (exit code "
                    + OcfCodes.exitCode(result)
                    + ")"
                    + said)));
  }
}
