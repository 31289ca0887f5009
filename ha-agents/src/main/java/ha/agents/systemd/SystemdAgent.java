package ha.agents.systemd;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.Durations;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import ha.agents.Settling;
import ha.agents.Tools;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Pause;
import ha.model.definition.AgentRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One unit. Whether it runs is what systemd says of it, not how a command ended. */
final class SystemdAgent implements ResourceAgent {
  private static final Pattern WITH_TYPE =
      Pattern.compile(".*\\.(service|socket|mount|automount|swap|target|path|timer|slice|scope)");

  private final AgentRef ref;
  private final String unit;
  private final Systemctl systemctl;

  SystemdAgent(AgentRef ref, Systemctl systemctl) {
    this.ref = ref;
    this.unit = WITH_TYPE.matcher(ref.type()).matches() ? ref.type() : ref.type() + ".service";
    this.systemctl = systemctl;
  }

  @Override
  public AgentDescription describe() {
    return new AgentMetadata(
        ref.type(),
        "",
        "unit " + unit + " of systemd",
        "A unit of systemd; it takes no parameters. While the cluster runs it, systemd does not"
            + " restart it by itself.",
        List.of(),
        List.of(
            Action.of(Operation.START, Duration.ofSeconds(100)),
            Action.of(Operation.STOP, Duration.ofSeconds(100)),
            new Action(
                Operation.MONITOR,
                Duration.ofSeconds(100),
                Duration.ofSeconds(60),
                Optional.empty()),
            Action.of(Operation.RELOAD, Duration.ofSeconds(60)),
            Action.of(Operation.VALIDATE, Duration.ofSeconds(10))),
        List.of());
  }

  /** What systemd says of the unit, or why that is not known. */
  private sealed interface Seen {
    record State(UnitState state) implements Seen {}

    record Nothing(AgentResult why) implements Seen {}
  }

  private Seen see(AgentCall call) throws InterruptedException {
    Command command = systemctl.show(unit);
    CommandOutcome outcome = call.run(command);
    if (outcome instanceof CommandOutcome.Exited exited && exited.code() == 0) {
      return UnitState.parse(exited.output())
          .<Seen>map(Seen.State::new)
          .orElseGet(() ->
              new Seen.Nothing(
                  new Unknown(
                      "systemctl show says nothing of " + unit + Tools.said(exited.output()))));
    }
    return new Seen.Nothing(Tools.unfinished(call, command, outcome));
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    Pause pause = new Pause();
    while (true) {
      switch (see(call)) {
        case Seen.Nothing nothing -> {
          return nothing.why();
        }
        case Seen.State seen -> {
          UnitState state = seen.state();
          if (!state.changing()) {
            return result(state);
          }
          if (!call.remaining().isPositive()) {
            return new TimedOut(
                unit + " is still " + state.words() + " after " + Durations.text(call.timeout()));
          }
        }
      }
      pause.rest(call.remaining());
    }
  }

  private AgentResult result(UnitState state) {
    if (state.up()) {
      return AgentResult.OK;
    }
    if (state.down()) {
      return new NotRunning(
          state.load().equals("not-found")
              ? "there is no unit " + unit
              : state.active().equals("failed") ? unit + " is " + state.words() : "");
    }
    return new Unknown(unit + " is " + state.words());
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    return switch (see(call)) {
      case Seen.Nothing nothing -> nothing.why();
      case Seen.State seen -> {
        Optional<AgentResult> refusal = refusal(seen.state());
        yield refusal.isPresent() ? refusal.get() : bringUp(call);
      }
    };
  }

  private Optional<AgentResult> refusal(UnitState state) {
    if (state.up()) {
      return Optional.empty();
    }
    return switch (state.load()) {
      case "not-found" -> Optional.of(new Failed(Kind.NOT_INSTALLED, "there is no unit " + unit));
      case "masked" ->
          Optional.of(
              new Failed(Kind.NOT_CONFIGURED, unit + " is masked; run systemctl unmask " + unit));
      case "error", "bad-setting" ->
          Optional.of(
              new Failed(
                  Kind.NOT_CONFIGURED,
                  "systemd cannot load " + unit + " (" + state.load() + "); see systemctl status"));
      default -> Optional.empty();
    };
  }

  private AgentResult bringUp(AgentCall call) throws InterruptedException {
    AgentResult told = tell(call, DropIn.of(systemctl.dropIns(), unit)::write);
    return told instanceof Ok ? Settling.start(call, this::monitor, this::up) : told;
  }

  /** A unit that has failed will not come up by being looked at again. */
  private AgentResult up(AgentCall call) throws InterruptedException {
    AgentResult started = act(call, "start");
    if (started instanceof Ok && monitor(call) instanceof NotRunning down) {
      return AgentResult.failed(down.reason().isEmpty() ? unit + " ended at once" : down.reason());
    }
    return started;
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    AgentResult stopped = Settling.stop(call, this::monitor, c -> act(c, "stop"));
    if (stopped instanceof Ok) {
      // It is stopped, and that is what counts: settings that stay behind do no harm.
      tell(call, DropIn.of(systemctl.dropIns(), unit)::remove);
    }
    return stopped;
  }

  /** Kills every process of the unit, which also ends a stop that waits for them. */
  @Override
  public AgentResult forceStop(AgentCall call) throws InterruptedException {
    Command kill = systemctl.kill(unit);
    AgentResult killed = Tools.result(call, kill, call.run(kill));
    AgentResult stopped = stop(call);
    return stopped instanceof Ok || killed instanceof Ok ? stopped : killed;
  }

  @Override
  public AgentResult reload(AgentCall call) throws InterruptedException {
    return act(call, "reload-or-restart");
  }

  @Override
  public AgentResult validate(AgentCall call) throws InterruptedException {
    return switch (see(call)) {
      case Seen.Nothing nothing -> nothing.why();
      case Seen.State seen -> refusal(seen.state()).orElse(AgentResult.OK);
    };
  }

  private AgentResult act(AgentCall call, String verb) throws InterruptedException {
    Command command = systemctl.act(verb, unit);
    return Tools.result(call, command, call.run(command));
  }

  /** Changes what the unit is told. */
  @FunctionalInterface
  private interface Change {
    boolean apply() throws IOException;
  }

  private AgentResult tell(AgentCall call, Change change) throws InterruptedException {
    try {
      if (!change.apply()) {
        return AgentResult.OK;
      }
      Command command = systemctl.reloadManager();
      return Tools.result(call, command, call.run(command));
    } catch (IOException e) {
      return AgentResult.failed("the settings of " + unit + " cannot be written: " + e);
    }
  }
}
