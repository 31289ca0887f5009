package ha.daemon.controller;

import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.AgentRef;
import ha.model.plan.PlannedAction;
import java.time.Duration;
import java.time.Instant;

/** An operation that was ordered and whose result is not known yet. */
public record InFlight(
    String operationId,
    Term term,
    ResourceId resource,
    AgentRef agent,
    String operation,
    Duration interval,
    Instant since,
    PlannedAction.Operation action) {
  static InFlight of(String operationId, Term term, Instant since, PlannedAction.Operation action) {
    return new InFlight(
        operationId,
        term,
        action.resource(),
        action.agent(),
        action.operation(),
        action.interval(),
        since,
        action);
  }

  /** Whether it does what is wanted; notifications differ by what they tell. */
  boolean is(PlannedAction.Operation wanted) {
    return key().equals(OperationKey.of(wanted))
        && (!operation.equals("notify") || action.environment().equals(wanted.environment()));
  }

  OperationKey key() {
    return new OperationKey(resource, operation, interval);
  }
}
