package ha.policy.options;

import ha.model.Role;
import ha.model.definition.AgentRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule can see when it is evaluated.
 *
 * @param nodeAttributes absent where no node is involved; attribute conditions are false then
 * @param parameters the resource's, for values taken from them
 * @param options the resource's, for values taken from them
 * @param groups groups of a resource pattern, {@code %0} first
 */
public record RuleContext(
    Instant now,
    Optional<Map<String, String>> nodeAttributes,
    Optional<AgentRef> agent,
    Optional<String> operation,
    Duration interval,
    Optional<Role> role,
    Map<String, String> parameters,
    Map<String, String> options,
    List<String> groups) {

  /** Sees only the time. */
  public static RuleContext at(Instant now) {
    return new RuleContext(
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        Optional.empty(),
        Map.of(),
        Map.of(),
        List.of());
  }

  /** The same, looking at a node. */
  public RuleContext onNode(Map<String, String> attributes) {
    return new RuleContext(
        now,
        Optional.of(attributes),
        agent,
        operation,
        interval,
        role,
        parameters,
        options,
        groups);
  }

  /** The same, looking at a resource of this agent. */
  public RuleContext forAgent(AgentRef agentRef) {
    return new RuleContext(
        now,
        nodeAttributes,
        Optional.of(agentRef),
        operation,
        interval,
        role,
        parameters,
        options,
        groups);
  }

  /** The same, looking at an operation. */
  public RuleContext forOperation(String name, Duration every) {
    return new RuleContext(
        now, nodeAttributes, agent, Optional.of(name), every, role, parameters, options, groups);
  }

  /** The same, with a resource's own values. */
  public RuleContext withValues(Map<String, String> params, Map<String, String> opts) {
    return new RuleContext(
        now, nodeAttributes, agent, operation, interval, role, params, opts, groups);
  }

  /** The same, with what a resource pattern matched. */
  public RuleContext withGroups(List<String> matched) {
    return new RuleContext(
        now, nodeAttributes, agent, operation, interval, role, parameters, options, matched);
  }
}
