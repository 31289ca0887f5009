package ha.agents.executor;

import ha.agents.Operation;
import ha.model.MonoTime;
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
  /** Whether it only looks; such jobs come after those that change something. */
  boolean looks() {
    return Operation.named(request.operation()).filter(Operation::onlyLooks).isPresent();
  }

  /** Whether monitors of before have no meaning after it. */
  boolean ends() {
    return Operation.named(request.operation()).filter(Operation::endsMonitors).isPresent();
  }
}
