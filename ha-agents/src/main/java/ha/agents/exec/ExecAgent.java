package ha.agents.exec;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import ha.agents.Settling;
import ha.agents.Tools;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs three commands. */
final class ExecAgent implements ResourceAgent {
  @Override
  public AgentDescription describe() {
    return ExecParameters.METADATA;
  }

  /** What is done once the parameters are known to be good. */
  @FunctionalInterface
  private interface Body {
    AgentResult run(ExecParameters parameters) throws InterruptedException;
  }

  private static AgentResult with(AgentCall call, Body body) throws InterruptedException {
    ExecParameters parameters;
    try {
      parameters = ExecParameters.of(call);
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
    return body.run(parameters);
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    return with(
        call,
        p -> Settling.start(call, c -> look(c, p), c -> run(c, p, p.start(), Operation.START)));
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    return with(
        call, p -> Settling.stop(call, c -> look(c, p), c -> run(c, p, p.stop(), Operation.STOP)));
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    return with(call, p -> look(call, p));
  }

  @Override
  public AgentResult reload(AgentCall call) throws InterruptedException {
    return with(
        call,
        p ->
            p.reload().isPresent()
                ? run(call, p, p.reload().get(), Operation.RELOAD)
                : AgentResult.unimplemented(Operation.RELOAD));
  }

  @Override
  public AgentResult validate(AgentCall call) throws InterruptedException {
    return with(
        call,
        p -> {
          for (List<String> command : List.of(p.start(), p.stop(), p.monitor())) {
            if (p.program(command).isEmpty()) {
              return missing(command);
            }
          }
          return AgentResult.OK;
        });
  }

  private static AgentResult missing(List<String> command) {
    return new Failed(
        Kind.NOT_INSTALLED,
        "program '" + command.getFirst() + "' is not there or cannot be executed");
  }

  private static AgentResult run(
      AgentCall call, ExecParameters parameters, List<String> words, Operation operation)
      throws InterruptedException {
    Optional<Path> program = parameters.program(words);
    if (program.isEmpty()) {
      return missing(words);
    }
    Command command = parameters.command(words, program.get(), call, operation);
    return Tools.result(call, command, call.run(command));
  }

  private static AgentResult look(AgentCall call, ExecParameters parameters)
      throws InterruptedException {
    Optional<Path> program = parameters.program(parameters.monitor());
    if (program.isEmpty()) {
      return missing(parameters.monitor());
    }
    Command command =
        parameters.command(parameters.monitor(), program.get(), call, Operation.MONITOR);
    CommandOutcome outcome = call.run(command);
    return outcome instanceof CommandOutcome.Exited exited
            && parameters.stoppedExits().contains(exited.code())
        ? new NotRunning("")
        : Tools.result(call, command, outcome);
  }
}
