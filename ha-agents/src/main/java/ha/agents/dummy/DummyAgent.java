package ha.agents.dummy;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.AgentResult;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.AgentSettings;
import ha.agents.Durations;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import ha.model.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file that says that it runs. Can be told to be slow and to fail. */
class DummyAgent implements ResourceAgent {
  private static final Duration SUGGESTED = Duration.ofSeconds(20);

  private final AgentSettings settings;

  DummyAgent(AgentSettings settings) {
    this.settings = settings;
  }

  @Override
  public AgentDescription describe() {
    List<Action> actions = new ArrayList<>(actions());
    actions.add(Action.of(Operation.MIGRATE_TO, SUGGESTED));
    actions.add(Action.of(Operation.MIGRATE_FROM, SUGGESTED));
    return metadata("dummy", "a file that says that it runs", List.of(), actions);
  }

  static List<Action> actions() {
    return List.of(
        Action.of(Operation.START, SUGGESTED),
        Action.of(Operation.STOP, SUGGESTED),
        new Action(Operation.MONITOR, SUGGESTED, Duration.ofSeconds(10), Optional.empty()),
        Action.of(Operation.RELOAD, SUGGESTED),
        Action.of(Operation.NOTIFY, SUGGESTED),
        Action.of(Operation.VALIDATE, SUGGESTED));
  }

  static AgentMetadata metadata(
      String name, String summary, List<Parameter> more, List<Action> actions) {
    List<Parameter> parameters =
        new ArrayList<>(
            List.of(
                Parameter.optional(
                    "state",
                    AgentMetadata.Type.STRING,
                    Optional.empty(),
                    "the file; one of its own if not given"),
                Parameter.optional(
                    "delay",
                    AgentMetadata.Type.DURATION,
                    Optional.of("0s"),
                    "how long each change takes"),
                Parameter.optional(
                    "fail-on",
                    AgentMetadata.Type.STRING,
                    Optional.empty(),
                    "operations that fail, such as 'start, monitor'; 'monitor@alice' only there"),
                Parameter.optional(
                    "unknown-on",
                    AgentMetadata.Type.STRING,
                    Optional.empty(),
                    "operations that cannot tell their outcome, written alike")));
    parameters.addAll(more);
    return new AgentMetadata(
        name, "1", summary, summary + "; for tests and trials", parameters, actions, List.of());
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    return change(call, idleRole());
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    return change(call, Role.STOPPED);
  }

  @Override
  public AgentResult migrateTo(AgentCall call) throws InterruptedException {
    return change(call, Role.STOPPED);
  }

  @Override
  public AgentResult migrateFrom(AgentCall call) throws InterruptedException {
    return change(call, idleRole());
  }

  @Override
  public AgentResult reload(AgentCall call) throws InterruptedException {
    return orders(call).orElse(AgentResult.OK);
  }

  @Override
  public AgentResult notify(AgentCall call) throws InterruptedException {
    return orders(call).orElse(AgentResult.OK);
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    Optional<AgentResult> ordered = orders(call);
    if (ordered.isPresent()) {
      return ordered.get();
    }
    try {
      return switch (file(call).read()) {
        case STOPPED -> new NotRunning("");
        case STARTED, UNPROMOTED -> AgentResult.OK;
        case PROMOTED -> AgentResult.PROMOTED;
      };
    } catch (IOException e) {
      return new Unknown("the state file cannot be read: " + e.getMessage());
    }
  }

  @Override
  public AgentResult validate(AgentCall call) {
    String delay = call.parameter("delay").orElse("0s");
    return Durations.parse(delay).isPresent()
        ? AgentResult.OK
        : AgentResult.invalid("parameter 'delay': '" + delay + "' is no time such as 500ms or 2s");
  }

  /** What an instance is after its start. */
  Role idleRole() {
    return Role.STARTED;
  }

  /** Goes to a role, slowly or not at all if so ordered. */
  AgentResult change(AgentCall call, Role role) throws InterruptedException {
    Optional<AgentResult> ordered = orders(call);
    if (ordered.isPresent()) {
      return ordered.get();
    }
    Optional<Duration> delay = Durations.parse(call.parameter("delay").orElse("0s"));
    if (delay.isEmpty()) {
      return validate(call);
    }
    if (delay.get().compareTo(call.remaining()) > 0) {
      Thread.sleep(call.remaining());
      return new TimedOut("it takes " + Durations.text(delay.get()));
    }
    Thread.sleep(delay.get());
    try {
      file(call).write(role);
      return AgentResult.OK;
    } catch (IOException e) {
      return AgentResult.failed("the state file cannot be written: " + e.getMessage());
    }
  }

  /** A result that the parameters order in place of the true one. */
  private static Optional<AgentResult> orders(AgentCall call) {
    if (named(call, "fail-on")) {
      return Optional.of(AgentResult.failed("parameter 'fail-on' says so"));
    }
    return named(call, "unknown-on")
        ? Optional.of(new Unknown("parameter 'unknown-on' says so"))
        : Optional.empty();
  }

  private static boolean named(AgentCall call, String parameter) {
    String operation = call.operation().wireName();
    for (String word : call.parameter(parameter).orElse("").split("[,\\s]+", -1)) {
      if (word.equals(operation) || word.equals(operation + "@" + call.node())) {
        return true;
      }
    }
    return false;
  }

  StateFile file(AgentCall call) {
    return new StateFile(
        call.parameter("state")
            .map(Path::of)
            .orElse(
                settings.runDirectory().resolve("dummy").resolve("r-" + call.resource().value())));
  }
}
