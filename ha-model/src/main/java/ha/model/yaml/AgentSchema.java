package ha.model.yaml;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an agent takes, as far as a file can be checked for it.
 *
 * @param parameters in the order in which they are listed to people
 * @param binding whether a mistake is an error; of agents whose version on the cluster's nodes may
 *     be another one, it is a warning
 * @param promotable whether the agent has promote and demote
 */
public record AgentSchema(List<Parameter> parameters, boolean binding, boolean promotable) {
  public AgentSchema {
    parameters = List.copyOf(parameters);
  }

  /**
   * One parameter.
   *
   * @param uniqueGroup resources of the agent must differ in the parameters of one group
   * @param expected says what was expected in place of a value; empty if the value is good
   */
  public record Parameter(
      String name,
      boolean required,
      Optional<String> uniqueGroup,
      Function<String, Optional<String>> expected) {}

  Optional<Parameter> find(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  List<String> names() {
    return parameters.stream().map(Parameter::name).toList();
  }
}
