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

  /** What agents are given, as written on this very definition. */
  List<AttributeSet> parameters();

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

  /**
   * Containers of one image, spread over the nodes; in each of them, if wanted, an instance of a
   * resource, run through a connection to the container. References to the child mean its
   * instances.
   *
   * @param network absent: the containers have none of their own
   */
  record Bundle(
      ResourceId id,
      Container container,
      Optional<Network> network,
      List<Mount> storage,
      Optional<Primitive> child,
      List<AttributeSet> options,
      SourcePosition position)
      implements ResourceDefinition {
    public Bundle {
      storage = List.copyOf(storage);
      options = List.copyOf(options);
    }

    /** None: its containers have settings of their own. */
    @Override
    public List<AttributeSet> parameters() {
      return List.of();
    }
  }

  /**
   * The containers of a bundle.
   *
   * @param runtime {@code docker}, {@code podman} or {@code rkt}: the agent that runs them
   * @param replicas how many there are, from 1
   * @param replicasPerHost how many there are on one node at most, from 1
   * @param promotedMax how many instances of the child are promoted; zero: it is not promotable
   * @param network the runtime's network, such as {@code host}
   * @param options further arguments for the runtime
   * @param runCommand what is run instead of the image's own command
   */
  record Container(
      String runtime,
      String image,
      int replicas,
      int replicasPerHost,
      int promotedMax,
      Optional<String> network,
      Optional<String> options,
      Optional<String> runCommand) {}

  /**
   * How the containers of a bundle are reached.
   *
   * @param rangeStart address of the first container; each next has the next address
   * @param controlPort where the connection to the container listens
   * @param addHosts whether the containers know each other by name
   */
  record Network(
      Optional<String> rangeStart,
      Optional<String> netmask,
      Optional<String> hostInterface,
      Optional<String> controlPort,
      boolean addHosts,
      List<Port> ports) {
    public Network {
      ports = List.copyOf(ports);
    }
  }

  /** Ports of the host that lead to those of the container: one, or a range {@code 80-90}. */
  record Port(String host, String container) {}

  /**
   * A directory of the host in the containers.
   *
   * @param ownForEach each container has a directory of its own, named after it, in {@code source}
   */
  record Mount(String source, boolean ownForEach, String target, Optional<String> options) {}
}
