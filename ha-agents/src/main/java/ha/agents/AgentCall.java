package ha.agents;

import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Commands;
import ha.agents.command.MonoClock;
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

/**
 * One call of an agent: all that it may know.
 *
 * @param resource instance, {@code disk:0}
 * @param interval of the recurring operation that this run belongs to, zero for none
 * @param parameters as the definitions give them, rules evaluated; may hold secrets
 * @param environment further variables of the plan, such as notify lists
 * @param timeout the whole time given
 * @param deadline moment by which the agent must have answered
 * @param term fencing token: who orders
 * @param migrationSource of migrate_to and migrate_from
 * @param migrationTarget of migrate_to and migrate_from
 * @param attributes where to leave attributes of this node
 * @param commands runs programs, killed with all their children at the deadline
 */
public record AgentCall(
    ResourceId resource,
    AgentRef agent,
    Operation operation,
    Duration interval,
    SortedMap<String, String> parameters,
    SortedMap<String, String> environment,
    Duration timeout,
    MonoTime deadline,
    Term term,
    NodeName node,
    Optional<NodeName> migrationSource,
    Optional<NodeName> migrationTarget,
    AttributeSink attributes,
    Commands commands,
    MonoClock clock) {
  public AgentCall {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /** A parameter's value. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Time left; zero once the deadline has passed. */
  public Duration remaining() {
    Duration left = deadline.since(clock.now());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Runs a program until this call's deadline. */
  public CommandOutcome run(Command command) throws InterruptedException {
    return commands.run(command, deadline);
  }

  /** The same call, asking for another operation. */
  public AgentCall asking(Operation other) {
    return with(other, term, commands);
  }

  /** The same call with all of its time before it, from {@code now} on. */
  public AgentCall from(MonoTime now) {
    return new AgentCall(
        resource,
        agent,
        operation,
        interval,
        parameters,
        environment,
        timeout,
        now.plus(timeout),
        term,
        node,
        migrationSource,
        migrationTarget,
        attributes,
        commands,
        clock);
  }

  /** The same call in another term. */
  public AgentCall in(Term other) {
    return with(operation, other, commands);
  }

  /** The same call, running programs in another way. */
  public AgentCall through(Commands other) {
    return with(operation, term, other);
  }

  private AgentCall with(Operation otherOperation, Term otherTerm, Commands otherCommands) {
    return new AgentCall(
        resource,
        agent,
        otherOperation,
        interval,
        parameters,
        environment,
        timeout,
        deadline,
        otherTerm,
        node,
        migrationSource,
        migrationTarget,
        attributes,
        otherCommands,
        clock);
  }

  /** Without the parameters' values, which may be secret. */
  @Override
  public String toString() {
    return operation.wireName() + " of " + resource + " (" + agent + ") in term " + term;
  }
}
