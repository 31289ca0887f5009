package ha.agents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an agent says about itself.
 *
 * @param version the agent's own, empty if it names none
 * @param summary one line for lists
 * @param actions operations that it offers, with the time that it suggests for each
 * @param notUnderstood advertised actions that are no {@link Operation}, by name
 */
public record AgentMetadata(
    String name,
    String version,
    String summary,
    String description,
    List<Parameter> parameters,
    List<Action> actions,
    List<String> notUnderstood)
    implements AgentDescription {
  public AgentMetadata {
    parameters = List.copyOf(parameters);
    actions = List.copyOf(actions);
    notUnderstood = List.copyOf(notUnderstood);
  }

  /**
   * One parameter.
   *
   * @param type of its values
   * @param uniqueGroup resources of this agent must differ in the parameters of one group; empty
   *     where there is no such demand
   * @param reloadable whether a change is taken over without a restart
   * @param choices the values of a {@link Type#SELECT}
   */
  public record Parameter(
      String name,
      Type type,
      boolean required,
      Optional<String> uniqueGroup,
      boolean reloadable,
      Optional<String> defaultValue,
      List<String> choices,
      String summary,
      String description) {
    public Parameter {
      choices = List.copyOf(choices);
    }

    /** An optional parameter of a built-in agent. */
    public static Parameter optional(
        String name, Type type, Optional<String> defaultValue, String summary) {
      return new Parameter(
          name, type, false, Optional.empty(), false, defaultValue, List.of(), summary, summary);
    }

    /** An optional parameter of a built-in agent that takes one of some words. */
    public static Parameter choice(
        String name, List<String> choices, Optional<String> defaultValue, String summary) {
      return new Parameter(
          name,
          Type.SELECT,
          false,
          Optional.empty(),
          false,
          defaultValue,
          choices,
          summary,
          summary);
    }

    /** A required parameter of a built-in agent. */
    public static Parameter required(String name, Type type, String summary) {
      return new Parameter(
          name, type, true, Optional.empty(), false, Optional.empty(), List.of(), summary, summary);
    }

    /** The same, in which no two resources of the agent may agree. */
    public Parameter unique(String group) {
      return new Parameter(
          name,
          type,
          required,
          Optional.of(group),
          reloadable,
          defaultValue,
          choices,
          summary,
          description);
    }

    /** The same, a change of which is taken over without a restart. */
    public Parameter takenOverByReload() {
      return new Parameter(
          name, type, required, uniqueGroup, true, defaultValue, choices, summary, description);
    }

    /** What was expected in place of {@code value}; empty if it is good. */
    public Optional<String> expected(String value) {
      return ParameterType.expected(type, choices, value);
    }
  }

  /**
   * One operation on offer.
   *
   * @param timeout that the agent suggests
   * @param interval that it suggests for a recurring monitor, zero for none
   * @param role that a monitor is for, where it names one
   */
  public record Action(
      Operation operation, Duration timeout, Duration interval, Optional<String> role) {
    /** One that does not recur. */
    public static Action of(Operation operation, Duration timeout) {
      return new Action(operation, timeout, Duration.ZERO, Optional.empty());
    }
  }

  /** Kinds of values. */
  public enum Type {
    STRING,
    INTEGER,
    BOOLEAN,
    /** A length of time with a unit; a bare number means seconds. */
    DURATION,
    /** A number of bytes, with or without a unit such as {@code MiB}. */
    SIZE,
    /** An absolute path. */
    PATH,
    /** IPv4 or IPv6, in figures. */
    ADDRESS,
    /** One of some words. */
    SELECT
  }

  /** Whether {@code operation} is among the actions. */
  public boolean offers(Operation operation) {
    return actions.stream().anyMatch(a -> a.operation() == operation);
  }

  /** Whether instances can be promoted and demoted. */
  public boolean promotable() {
    return offers(Operation.PROMOTE) && offers(Operation.DEMOTE);
  }

  /** Whether it can move to another node while running. */
  public boolean migratable() {
    return offers(Operation.MIGRATE_TO) && offers(Operation.MIGRATE_FROM);
  }

  /** The shortest of the times that the agent suggests for {@code operation}. */
  public Optional<Duration> timeout(Operation operation) {
    return actions.stream()
        .filter(a -> a.operation() == operation)
        .map(Action::timeout)
        .filter(Duration::isPositive)
        .min(Duration::compareTo);
  }

  /** What is wrong with {@code given}: names, missing ones, and values of the wrong kind. */
  public List<String> problems(Map<String, String> given) {
    List<String> problems = new ArrayList<>(problems(given.keySet()));
    for (Parameter parameter : parameters) {
      String value = given.get(parameter.name());
      if (value != null) {
        parameter
            .expected(value)
            .ifPresent(e -> problems.add("parameter '" + parameter.name() + "': expected " + e));
      }
    }
    return List.copyOf(problems);
  }

  /** What is wrong with {@code given}: names that the agent does not know, and missing ones. */
  public List<String> problems(Set<String> given) {
    var known = new TreeSet<String>();
    var problems = new ArrayList<String>();
    for (Parameter parameter : parameters) {
      known.add(parameter.name());
      if (parameter.required() && !given.contains(parameter.name())) {
        problems.add("parameter '" + parameter.name() + "' of agent '" + name + "' is missing");
      }
    }
    for (String name : new TreeSet<>(given)) {
      if (!known.contains(name)) {
        problems.add("agent '" + this.name + "' has no parameter '" + name + "'; it has " + known);
      }
    }
    return List.copyOf(problems);
  }
}
