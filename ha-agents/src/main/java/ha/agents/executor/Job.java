package ha.agents.executor;

import ha.agents.AgentCall;
import ha.agents.Operation;
import ha.agents.command.Commands;
import ha.model.MonoTime;
import ha.model.Term;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run to come.
 *
 * @param number order of arrival
 * @param recurring what it is a run of, where it recurs
 * @param repeat not the first one
 */
record Job(
    OperationRequest request,
    Consumer<OperationResult> whenDone,
    long number,
    MonoTime ordered,
    Optional<Recurring> recurring,
    boolean repeat) {
  /** The call of an agent; a repeat goes on in the term that there is, whoever ordered it. */
  AgentCall call(
      Operation operation,
      MonoTime began,
      Commands commands,
      ExecutorSettings settings,
      Term newest) {
    AgentCall call = request.call(operation, began, commands, settings);
    return repeat && newest.newerThan(call.term()) ? call.in(newest) : call;
  }

  /** Whether it only looks; such jobs come after those that change something. */
  boolean looks() {
    return Operation.named(request.operation()).filter(Operation::onlyLooks).isPresent();
  }

  /** Whether monitors of before have no meaning after it. */
  boolean ends() {
    return Operation.named(request.operation()).filter(Operation::endsMonitors).isPresent();
  }
}
