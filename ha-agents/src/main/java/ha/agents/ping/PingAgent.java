package ha.agents.ping;

import ha.agents.ActiveMark;
import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.AgentResult;
import ha.agents.AgentSettings;
import ha.agents.Operation;
import ha.agents.ParameterValues;
import ha.agents.ResourceAgent;
import ha.agents.Tools;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Asks hosts whether they are there; runs as a clone, so that every node knows its own answer. */
final class PingAgent implements ResourceAgent {
  private static final String HOST = "[A-Za-z0-9][A-Za-z0-9.:%_-]*|::1?";

  static final AgentMetadata METADATA =
      new AgentMetadata(
          "ping",
          "1",
          "how many of some hosts answer, as an attribute",
          "Sets an attribute of the node to the number of hosts that answer, times 'multiplier'."
              + " Rules of locations use it to keep resources where the network works. To be run as"
              + " a clone.",
          List.of(
              Parameter.required(
                      "hosts", AgentMetadata.Type.STRING, "names or addresses, as many as you like")
                  .takenOverByReload(),
              Parameter.optional(
                  "attribute",
                  AgentMetadata.Type.STRING,
                  Optional.of("connectivity"),
                  "name of the attribute"),
              Parameter.optional(
                      "multiplier",
                      AgentMetadata.Type.INTEGER,
                      Optional.of("1"),
                      "what one host that answers is worth")
                  .takenOverByReload(),
              Parameter.optional(
                      "attempts",
                      AgentMetadata.Type.INTEGER,
                      Optional.of("3"),
                      "how often a host is asked before it counts as silent")
                  .takenOverByReload(),
              Parameter.optional(
                      "timeout",
                      AgentMetadata.Type.DURATION,
                      Optional.of("2s"),
                      "how long each answer is waited for")
                  .takenOverByReload(),
              Parameter.optional(
                      "fail-below",
                      AgentMetadata.Type.INTEGER,
                      Optional.of("0"),
                      "with fewer hosts that answer, the monitor fails")
                  .takenOverByReload()),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(60)),
              Action.of(Operation.STOP, Duration.ofSeconds(20)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(60),
                  Duration.ofSeconds(10),
                  Optional.empty()),
              Action.of(Operation.RELOAD, Duration.ofSeconds(60)),
              Action.of(Operation.VALIDATE, Duration.ofSeconds(10))),
          List.of());

  private final ActiveMark mark;

  PingAgent(AgentSettings settings) {
    this.mark = new ActiveMark(settings, "ping");
  }

  /** The parameters, read. */
  private record Wanted(List<String> hosts, String attribute, ParameterValues values) {
    static Wanted of(AgentCall call) {
      ParameterValues values = ParameterValues.of(METADATA, call);
      List<String> hosts = List.of(values.need("hosts").strip().split("[,\\s]+"));
      for (String host : hosts) {
        if (!host.matches(HOST)) {
          throw new IllegalArgumentException(
              "parameter 'hosts': '" + host + "' is neither a name nor an address");
        }
      }
      String attribute = values.need("attribute");
      if (!attribute.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
        throw new IllegalArgumentException(
            "parameter 'attribute': '" + attribute + "' cannot name an attribute");
      }
      return new Wanted(hosts, attribute, values);
    }
  }

  @Override
  public AgentDescription describe() {
    return METADATA;
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    try {
      AgentResult measured = measure(call, Wanted.of(call));
      return measured instanceof AgentResult.Ok ? mark.set(call) : measured;
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public AgentResult stop(AgentCall call) {
    if (mark.isSet(call)) {
      String standard =
          METADATA.parameters().stream()
              .filter(p -> p.name().equals("attribute"))
              .findFirst()
              .flatMap(Parameter::defaultValue)
              .orElseThrow();
      call.attributes().set(call.parameter("attribute").orElse(standard), Optional.empty());
    }
    return mark.clear(call);
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    if (!mark.isSet(call)) {
      return AgentResult.NOT_RUNNING;
    }
    if (call.parameter("hosts").isEmpty()) {
      return AgentResult.OK;
    }
    try {
      return measure(call, Wanted.of(call));
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public AgentResult reload(AgentCall call) throws InterruptedException {
    return monitor(call);
  }

  @Override
  public AgentResult validate(AgentCall call) {
    try {
      Wanted.of(call);
      return AgentResult.OK;
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
  }

  /** Asks all hosts at once. */
  private static AgentResult measure(AgentCall call, Wanted wanted) throws InterruptedException {
    List<AtomicReference<Optional<CommandOutcome>>> answers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (String host : wanted.hosts()) {
      AtomicReference<Optional<CommandOutcome>> answer = new AtomicReference<>(Optional.empty());
      answers.add(answer);
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("ping " + host)
              .start(() -> answer.set(ask(call, wanted, host))));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      throw e;
    }
    return judge(call, wanted, answers.stream().map(AtomicReference::get).toList());
  }

  private static Optional<CommandOutcome> ask(AgentCall call, Wanted wanted, String host) {
    try {
      return Optional.of(call.run(question(wanted, host)));
    } catch (InterruptedException e) {
      return Optional.empty();
    }
  }

  private static Command question(Wanted wanted, String host) {
    long attempts = Math.clamp(wanted.values().integer("attempts"), 1, 100);
    double seconds = Math.max(0.1, wanted.values().duration("timeout").toMillis() / 1000.0);
    double longest = seconds + (attempts - 1) * 0.5;
    return Tools.command(
        "ping",
        "-n",
        "-q",
        "-i",
        "0.5",
        "-c",
        "1",
        "-w",
        Long.toString(Math.max(1, Math.round(Math.ceil(longest)))),
        "-W",
        Double.toString(seconds),
        "--",
        host);
  }

  private static AgentResult judge(
      AgentCall call, Wanted wanted, List<Optional<CommandOutcome>> answers) {
    List<String> silent = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      String host = wanted.hosts().get(i);
      if (!(answers.get(i).orElse(null) instanceof CommandOutcome.Exited exited)) {
        // Not asked is not silent: what was known before stays.
        return answers
            .get(i)
            .map(o -> Tools.unfinished(call, question(wanted, host), o))
            .orElseGet(() -> new AgentResult.Unknown("interrupted"));
      }
      if (exited.code() != 0) {
        silent.add(host);
      }
    }
    int there = answers.size() - silent.size();
    long worth = there * wanted.values().integer("multiplier");
    call.attributes().set(wanted.attribute(), Optional.of(Long.toString(worth)));
    return there < wanted.values().integer("fail-below")
        ? AgentResult.failed("no answer from " + String.join(", ", silent))
        : AgentResult.OK;
  }
}
