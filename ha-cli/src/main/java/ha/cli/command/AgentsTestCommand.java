package ha.cli.command;

import ha.agents.Agents;
import ha.agents.AttributeSink;
import ha.agents.contract.Bench;
import ha.agents.contract.ContractCheck;
import ha.agents.contract.ContractKit;
import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.text.Line;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.AgentRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl agents test}. */
@Command(
    name = "test",
    description = {
      "Starts and stops something on this machine with an agent, and says what is wrong with it.",
      "Everything is done for real, several times: never with a resource of the cluster.",
      "Example: hactl agents test dummy"
    })
final class AgentsTestCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final LocalAgents local = new LocalAgents();

  @Parameters(paramLabel = "AGENT", description = "Such as ip or ocf:heartbeat:IPaddr2.")
  private String name = "";

  @Option(
      names = {"-p", "--with"},
      paramLabel = "NAME=VALUE",
      description = "A parameter; once for each.")
  private List<String> with = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Converters.OfDuration.class,
      description = "Of each operation (default: 60s).")
  private Duration timeout = Duration.ofSeconds(60);

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  AgentsTestCommand(Context context) {
    this.context = context;
  }

  /** What came of one check, as JSON. */
  record Outcome(String check, String violation) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    AgentRef ref = LocalAgents.name(name);
    SortedMap<String, String> parameters = parameters();
    Path scratch = Files.createTempDirectory("hactl-agents-test");
    try {
      Agents agents = local.apart(scratch);
      Bench bench =
          new Bench(
              LocalAgents.find(agents, ref),
              ref,
              new ResourceId("hactl-test"),
              new NodeName("local"),
              parameters,
              parameters,
              AttributeSink.NONE,
              agents.settings().commands(),
              timeout);
      confirm(ref);
      return run(ContractKit.checks(bench, scratch));
    } finally {
      remove(scratch);
    }
  }

  private void confirm(AgentRef ref) {
    if (yes) {
      return;
    }
    if (!context.surroundings().inputIsTerminal()) {
      throw new CommandFailure(
          Kind.REFUSED, "this starts and stops something on this machine", "add --yes");
    }
    String answer =
        context.ask("Start and stop " + ref + " on this machine, several times? [y/N] ");
    if (!answer.equals("y") && !answer.equals("yes")) {
      throw new CommandFailure(Kind.REFUSED, "not done", "");
    }
  }

  private int run(List<ContractCheck> checks) throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    for (ContractCheck check : checks) {
      Outcome outcome = new Outcome(check.name(), check.violation().orElse(""));
      outcomes.add(outcome);
      if (!context.json()) {
        boolean good = outcome.violation().isEmpty();
        Line mark = good ? Line.of(Tone.GOOD, "✔ ") : Line.of(Tone.BAD, "✖ ");
        String said = good ? "" : ": " + outcome.violation();
        context.print(context.page().add(mark, Line.of("  "), Line.of(check.name() + said)));
      }
    }
    if (context.json()) {
      context.printJson(outcomes);
    }
    return outcomes.stream().allMatch(o -> o.violation().isEmpty()) ? ExitCode.OK : ExitCode.FAILED;
  }

  private SortedMap<String, String> parameters() {
    SortedMap<String, String> parameters = new TreeMap<>();
    for (String one : with) {
      int equals = one.indexOf('=');
      if (equals < 1) {
        throw new CommandFailure(
            Kind.USAGE, "'" + one + "' is no NAME=VALUE", "write it as in --with delay=1s");
      }
      parameters.put(one.substring(0, equals), one.substring(equals + 1));
    }
    return parameters;
  }

  private static void remove(Path scratch) throws IOException {
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
