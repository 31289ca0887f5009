package ha.agents.tool;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Pause;
import ha.model.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs tools for one call of an agent. */
public final class ToolRun {
  private static final SortedMap<String, String> ENVIRONMENT =
      new TreeMap<>(
          Map.of(
              "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
              "LC_ALL", "C",
              "HOME", "/root"));

  private final AgentCall call;

  public ToolRun(AgentCall call) {
    this.call = call;
  }

  /** What became of a tool. */
  public sealed interface Answer {
    /** It ended by itself. */
    record Exited(int code, String output) implements Answer {
      /** Whether it succeeded. */
      public boolean ok() {
        return code == 0;
      }

      /** Its last words, for people: {@code drbdadm: exit code 11, Device is held open}. */
      public String words(String tool) {
        List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        int from = Math.max(0, lines.size() - 3);
        String last = String.join("; ", lines.subList(from, lines.size()));
        return tool + " ended with exit code " + code + (last.isEmpty() ? "" : ": " + last);
      }
    }

    /** It did not end by itself; whether it has done its work is not known. */
    record Lost(AgentResult result) implements Answer {}
  }

  /** Runs a tool to change something; its error output is part of the answer. */
  public Answer change(String... arguments) throws InterruptedException {
    return run(List.of(arguments), true, call.deadline());
  }

  /** Runs a tool to change something, until {@code deadline} at most. */
  public Answer changeBy(MonoTime deadline, List<String> arguments) throws InterruptedException {
    return run(arguments, true, earlier(deadline));
  }

  /** Runs a tool to read what it writes to its normal output alone. */
  public Answer read(String... arguments) throws InterruptedException {
    return run(List.of(arguments), false, call.deadline());
  }

  /** Runs a tool to read what it writes, for {@code patience} at most. */
  public Answer readWithin(Duration patience, List<String> arguments) throws InterruptedException {
    return run(arguments, false, earlier(call.clock().now().plus(patience)));
  }

  private MonoTime earlier(MonoTime deadline) {
    return deadline.since(call.deadline()).isNegative() ? deadline : call.deadline();
  }

  private Answer run(List<String> arguments, boolean errorsToo, MonoTime deadline)
      throws InterruptedException {
    String tool = arguments.getFirst();
    MonoTime began = call.clock().now();
    Command command =
        new Command(new ArrayList<>(arguments), ENVIRONMENT, Optional.empty(), errorsToo);
    return switch (call.commands().run(command, deadline)) {
      case CommandOutcome.Exited exited -> new Answer.Exited(exited.code(), exited.output());
      case CommandOutcome.Signalled signalled ->
          new Answer.Lost(new Unknown(tool + " was ended by signal " + signalled.signal()));
      case CommandOutcome.Expired expired ->
          new Answer.Lost(
              new TimedOut(tool + " was " + expired.sentence(call.clock().now().since(began))));
      case CommandOutcome.NotStarted failed ->
          new Answer.Lost(
              new Failed(
                  Kind.NOT_INSTALLED,
                  failed.reason() + "; install the package that holds " + tool));
    };
  }

  /** Waits a moment before something is looked at again; false once no time is left for that. */
  public boolean pause(Duration moment) throws InterruptedException {
    if (call.remaining().compareTo(moment) <= 0) {
      return false;
    }
    Pause.of(moment);
    return true;
  }
}
