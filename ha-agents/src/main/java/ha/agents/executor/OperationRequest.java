package ha.agents.executor;

import ha.agents.AgentCall;
import ha.agents.Operation;
import ha.agents.command.Commands;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.AgentRef;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * An order to run one operation.
 *
 * @param operationId the same for each resend of one order
 * @param term of the leader that orders
 * @param operation as plans name it: {@code start}, {@code monitor}, {@code migrate_to} …
 * @param interval zero: once; else it goes on at this interval until cancelled
 * @param timeout counted from the moment at which the agent begins
 * @param timeoutsAllowed of a recurring monitor: so many timeouts in a row are no failure
 * @param force of stop: one that failed is tried once more, by force
 * @param permitted asked at the last moment before the agent begins: whether this node may act now
 */
public record OperationRequest(
    String operationId,
    Term term,
    ResourceId resource,
    AgentRef agent,
    String operation,
    Duration interval,
    Duration timeout,
    int timeoutsAllowed,
    boolean force,
    SortedMap<String, String> parameters,
    SortedMap<String, String> environment,
    Optional<NodeName> migrationSource,
    Optional<NodeName> migrationTarget,
    BooleanSupplier permitted) {
  public OperationRequest {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /** Whether it is to be repeated. */
  public boolean recurring() {
    return interval.isPositive();
  }

  /** The call of an agent that this order comes to. */
  AgentCall call(Operation parsed, MonoTime began, Commands commands, ExecutorSettings settings) {
    return new AgentCall(
        resource,
        agent,
        parsed,
        interval,
        parameters,
        environment,
        timeout,
        began.plus(timeout),
        term,
        settings.node(),
        migrationSource,
        migrationTarget,
        settings.attributes(),
        commands,
        settings.clock());
  }

  /** Without the parameters' values, which may be secret. */
  @Override
  public String toString() {
    return operation
        + (recurring() ? " every " + interval.toMillis() + " ms" : "")
        + " of "
        + resource
        + " ("
        + agent
        + "), order "
        + operationId
        + " of term "
        + term;
  }
}
