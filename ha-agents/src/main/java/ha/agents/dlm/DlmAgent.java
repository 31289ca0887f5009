package ha.agents.dlm;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.AgentResult;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import ha.agents.tool.ToolRun;
import ha.agents.tool.ToolRun.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code dlm_controld}, and ends it only when no file system needs it any more. */
final class DlmAgent implements ResourceAgent {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ASK = Duration.ofSeconds(10);
  private static final String ARGUMENTS = "arguments";
  private static final Pattern QUORATE = Pattern.compile("\\bquorate (\\d)");

  static final AgentMetadata METADATA =
      new AgentMetadata(
          "dlm",
          "1",
          "the distributed lock manager of GFS2",
          "Runs dlm_controld. Corosync must run on the node, as a resource before this one; fencing"
              + " is left to this cluster. Use it as a clone, before the file systems.",
          List.of(
              Parameter.optional(
                  ARGUMENTS,
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "words for dlm_controld, such as '-s 0'; else /etc/dlm/dlm.conf says all")),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(90)),
              Action.of(Operation.STOP, Duration.ofSeconds(60)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(20),
                  Duration.ofSeconds(10),
                  Optional.empty()),
              Action.of(Operation.VALIDATE, Duration.ofSeconds(10))),
          List.of());

  private final DlmMachine machine;

  DlmAgent(Path system) {
    this.machine = new DlmMachine(system);
  }

  @Override
  public AgentDescription describe() {
    return METADATA;
  }

  @Override
  public AgentResult validate(AgentCall call) {
    List<String> problems = METADATA.problems(call.parameters());
    return problems.isEmpty() ? AgentResult.OK : AgentResult.invalid(String.join("; ", problems));
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    try {
      if (machine.daemons().isEmpty()) {
        List<String> left = machine.lockspaces();
        return left.isEmpty()
            ? AgentResult.NOT_RUNNING
            : AgentResult.failed(
                "dlm_controld is gone, and nobody controls the lockspaces "
                    + left
                    + "; only a restart of this node clears them");
      }
    } catch (IOException e) {
      return new Unknown("the processes of this machine cannot be seen: " + e.getMessage());
    }
    Answer status = new ToolRun(call).readWithin(ASK, List.of("dlm_tool", "status"));
    return switch (status) {
      case Answer.Lost lost when lost.result() instanceof TimedOut -> lost.result();
      case Answer.Lost lost -> new Unknown(lost.result().reason());
      case Answer.Exited exited when !exited.ok() ->
          AgentResult.failed("dlm_controld runs, but " + exited.words("dlm_tool status"));
      case Answer.Exited exited -> quorate(exited.output());
    };
  }

  private static AgentResult quorate(String status) {
    Matcher quorate = QUORATE.matcher(status);
    if (!quorate.find()) {
      return new Unknown("dlm_tool status does not say whether Corosync is quorate");
    }
    return quorate.group(1).equals("1")
        ? AgentResult.OK
        : new Ok(true, "dlm_controld runs, but Corosync is not quorate");
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    AgentResult valid = validate(call);
    if (!(valid instanceof Ok)) {
      return valid;
    }
    AgentResult now = monitor(call);
    if (!(now instanceof NotRunning)) {
      return now;
    }
    ToolRun tools = new ToolRun(call);
    Optional<AgentResult> failed = failure("modprobe dlm", tools.change("modprobe", "dlm"));
    if (failed.isEmpty()) {
      failed = failure("dlm_controld", tools.changeBy(call.deadline(), command(call)));
    }
    if (failed.isPresent()) {
      return failed.get();
    }
    while (true) {
      AgentResult seen = monitor(call);
      if (seen.equals(AgentResult.OK)) {
        return seen;
      }
      if (!tools.pause(POLL)) {
        return new TimedOut(
            seen instanceof Ok ? seen.reason() : "dlm_controld does not answer: " + seen.reason());
      }
    }
  }

  private static List<String> command(AgentCall call) {
    List<String> words = new ArrayList<>(List.of("dlm_controld"));
    for (String word : call.parameter(ARGUMENTS).orElse("").split("\\s+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static Optional<AgentResult> failure(String what, Answer answer) {
    return switch (answer) {
      case Answer.Lost lost -> Optional.of(lost.result());
      case Answer.Exited exited when exited.ok() -> Optional.empty();
      case Answer.Exited exited ->
          Optional.of(AgentResult.failed(exited.words(what) + "; does Corosync run?"));
    };
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    ToolRun tools = new ToolRun(call);
    try {
      List<String> used = machine.lockspaces();
      if (!used.isEmpty()) {
        return AgentResult.failed(
            "lockspaces are in use: "
                + used
                + "; stop the file systems first (order them after this resource)");
      }
      while (true) {
        List<Long> daemons = machine.daemons();
        if (daemons.isEmpty()) {
          return AgentResult.OK;
        }
        List<String> words = new ArrayList<>(List.of("kill", "-TERM"));
        daemons.forEach(pid -> words.add(Long.toString(pid)));
        Answer killed = tools.changeBy(call.deadline(), words);
        if (killed instanceof Answer.Lost lost) {
          return lost.result();
        }
        if (killed instanceof Answer.Exited exited
            && !exited.ok()
            && machine.daemons().containsAll(daemons)) {
          return AgentResult.failed(exited.words("kill"));
        }
        if (!machine.daemons().isEmpty() && !tools.pause(POLL)) {
          return new TimedOut("dlm_controld was asked to end and does not: process " + daemons);
        }
      }
    } catch (IOException e) {
      return new Unknown("the lock manager cannot be seen: " + e.getMessage());
    }
  }
}
