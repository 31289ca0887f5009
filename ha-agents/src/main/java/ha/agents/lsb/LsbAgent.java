package ha.agents.lsb;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Unknown;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import ha.agents.Settling;
import ha.agents.Tools;
import ha.agents.TrustedFile;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.model.definition.AgentRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One init script. Exit codes are those of the Linux Standard Base 5.0, "Init Script Actions"; what
 * {@code status} says is what counts.
 */
final class LsbAgent implements ResourceAgent {
  private final AgentRef ref;
  private final Path script;

  LsbAgent(AgentRef ref, Path script) {
    this.ref = ref;
    this.script = script;
  }

  @Override
  public AgentDescription describe() {
    Optional<String> problem = problem();
    return problem.isPresent()
        ? new AgentDescription.Unavailable(problem.get())
        : new AgentMetadata(
            ref.type(),
            "",
            summary(),
            "An init script; it takes no parameters.",
            List.of(),
            List.of(
                Action.of(Operation.START, Duration.ofSeconds(60)),
                Action.of(Operation.STOP, Duration.ofSeconds(60)),
                new Action(
                    Operation.MONITOR,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(15),
                    Optional.empty())),
            List.of());
  }

  /** From the script's own comment block. */
  private String summary() {
    String key = "# Short-Description:";
    try {
      return Files.readAllLines(script).stream()
          .filter(line -> line.startsWith(key))
          .findFirst()
          .map(line -> line.substring(key.length()).strip())
          .orElse("init script " + ref.type());
    } catch (IOException e) {
      return "init script " + ref.type();
    }
  }

  private Optional<String> problem() {
    if (!Files.exists(script)) {
      return Optional.of("agent '" + ref + "' is not on this node: there is no " + script);
    }
    try {
      return TrustedFile.problem(script.toRealPath());
    } catch (IOException e) {
      return Optional.of(script + " cannot be examined: " + e.getMessage());
    }
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    Optional<String> problem = problem();
    return problem.isPresent()
        ? new Failed(Kind.NOT_INSTALLED, problem.get())
        : Settling.start(call, this::monitor, c -> act(c, "start"));
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    return Settling.stop(call, this::monitor, c -> act(c, "stop"));
  }

  private AgentResult act(AgentCall call, String word) throws InterruptedException {
    Command command = Tools.command(script.toString(), word);
    CommandOutcome outcome = call.run(command);
    if (!(outcome instanceof CommandOutcome.Exited exited)) {
      return Tools.unfinished(call, command, outcome);
    }
    String said = script + " " + word + " ended with " + exited.code();
    String reason = said + Tools.said(exited.output());
    return switch (exited.code()) {
      case 0 -> AgentResult.OK;
      case 2 -> new Failed(Kind.INVALID_PARAMETER, reason);
      case 3 -> new Failed(Kind.UNIMPLEMENTED, reason);
      case 4 -> new Failed(Kind.INSUFFICIENT_PRIVILEGE, reason);
      case 5 -> new Failed(Kind.NOT_INSTALLED, reason);
      case 6 -> new Failed(Kind.NOT_CONFIGURED, reason);
      default -> AgentResult.failed(reason);
    };
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    Optional<String> problem = problem();
    if (problem.isPresent()) {
      return new Failed(Kind.NOT_INSTALLED, problem.get());
    }
    Command command = Tools.command(script.toString(), "status");
    CommandOutcome outcome = call.run(command);
    if (!(outcome instanceof CommandOutcome.Exited exited)) {
      return Tools.unfinished(call, command, outcome);
    }
    String said = Tools.said(exited.output());
    return switch (exited.code()) {
      case 0 -> AgentResult.OK;
      case 1 -> new NotRunning("dead, and its pid file is left" + said);
      case 2 -> new NotRunning("dead, and its lock file is left" + said);
      case 3 -> new NotRunning("");
      case 4 -> new Unknown("the script says that it cannot tell" + said);
      default -> AgentResult.failed(script + " status ended with " + exited.code() + said);
    };
  }

  @Override
  public AgentResult validate(AgentCall call) {
    return problem()
        .<AgentResult>map(p -> new Failed(Kind.NOT_INSTALLED, p))
        .orElse(AgentResult.OK);
  }
}
