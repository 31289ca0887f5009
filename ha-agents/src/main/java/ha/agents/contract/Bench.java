package ha.agents.contract;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AttributeSink;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import ha.agents.command.Commands;
import ha.agents.command.MonoClock;
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
 * An agent, a resource to try it with, and how to call it.
 *
 * @param parameters with which the resource can be started
 * @param bare what is left of the parameters when the resource's configuration is lost: enough to
 *     know which one is meant
 * @param timeout of each operation
 */
public record Bench(
    ResourceAgent agent,
    AgentRef ref,
    ResourceId resource,
    NodeName node,
    SortedMap<String, String> parameters,
    SortedMap<String, String> bare,
    AttributeSink attributes,
    Commands commands,
    Duration timeout) {
  public Bench {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    bare = Collections.unmodifiableSortedMap(new TreeMap<>(bare));
  }

  /** The same with other parameters. */
  Bench with(SortedMap<String, String> others) {
    return new Bench(agent, ref, resource, node, others, bare, attributes, commands, timeout);
  }

  /** The same, running programs in another way. */
  Bench with(Commands others) {
    return new Bench(agent, ref, resource, node, parameters, bare, attributes, others, timeout);
  }

  /** The same with another time for each operation. */
  Bench within(Duration other) {
    return new Bench(agent, ref, resource, node, parameters, bare, attributes, commands, other);
  }

  /** Calls the agent. */
  public AgentResult perform(Operation operation) throws InterruptedException {
    return agent.perform(
        new AgentCall(
            resource,
            ref,
            operation,
            Duration.ZERO,
            parameters,
            new TreeMap<>(),
            timeout,
            MonoClock.SYSTEM.now().plus(timeout),
            new Term(1),
            node,
            Optional.of(node),
            Optional.of(node),
            attributes,
            commands,
            MonoClock.SYSTEM));
  }
}
