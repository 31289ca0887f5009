package ha.model.definition;

import ha.model.ResourceId;
import java.util.List;
import java.util.Optional;

/**
 * Something that the cluster manages. Names of options ({@code stickiness}, {@code
 * migration-threshold}, {@code promoted-max} …) are those of {@link OptionNames}.
 */
public sealed interface ResourceDefinition {
  ResourceId id();

  /** Options (Pacemaker's meta attributes) as written on this very definition. */
  List<AttributeSet> options();

  SourcePosition position();

  /**
   * One resource of one agent.
   *
   * @param parameters what the agent is given
   * @param utilization how much of each capacity it needs
   * @param fromTemplate the template its values were taken from, already merged
   */
  record Primitive(
      ResourceId id,
      AgentRef agent,
      List<AttributeSet> parameters,
      List<AttributeSet> options,
      List<AttributeSet> utilization,
      List<OperationDefinition> operations,
      Optional<String> fromTemplate,
      SourcePosition position)
      implements ResourceDefinition {
    public Primitive {
      parameters = List.copyOf(parameters);
      options = List.copyOf(options);
      utilization = List.copyOf(utilization);
      operations = List.copyOf(operations);
    }
  }

  /** Resources that run together on one node, started in order and stopped in reverse. */
  record Group(
      ResourceId id,
      List<Primitive> members,
      List<AttributeSet> parameters,
      List<AttributeSet> options,
      SourcePosition position)
      implements ResourceDefinition {
    public Group {
      members = List.copyOf(members);
      parameters = List.copyOf(parameters);
      options = List.copyOf(options);
    }
  }

  /**
   * Copies of a primitive or group on several nodes; promotable where the option {@code promotable}
   * is true. References to the child mean the clone.
   */
  record Clone(
      ResourceId id,
      ResourceDefinition child,
      List<AttributeSet> parameters,
      List<AttributeSet> options,
      SourcePosition position)
      implements ResourceDefinition {
    public Clone {
      if (child instanceof Clone) {
        throw new IllegalArgumentException("clone '" + id + "' must not hold another clone");
      }
      parameters = List.copyOf(parameters);
      options = List.copyOf(options);
    }
  }
}
