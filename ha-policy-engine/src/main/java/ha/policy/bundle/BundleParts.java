package ha.policy.bundle;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AgentRef;
import ha.model.definition.AttributeSet;
import ha.model.definition.OperationDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Bundle;
import ha.model.definition.ResourceDefinition.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The resources of which a bundle consists: for each replica a container, where wanted an address,
 * and, where the bundle has a child, a connection; and the child as a clone over the containers.
 */
public final class BundleParts {
  private static final String DEFAULT_PORT = "3121";

  private final Bundle bundle;

  public BundleParts(Bundle bundle) {
    this.bundle = bundle;
  }

  /** The guest in a container. */
  public NodeName guest(int replica) {
    return new NodeName(bundle.id() + "-" + replica);
  }

  /** The name of each container up to its number. */
  public static String containerPrefix(Bundle bundle) {
    return bundle.id() + "-" + bundle.container().runtime() + "-";
  }

  /** The name of each address up to the address itself. */
  public static String addressPrefix(Bundle bundle) {
    return bundle.id() + "-ip-";
  }

  /** The replica's container. */
  public ResourceDefinition.Primitive container(int replica) {
    ResourceId id = new ResourceId(containerPrefix(bundle) + replica);
    return primitive(
        id,
        "heartbeat:" + bundle.container().runtime(),
        new ContainerParameters(bundle, replica).values(),
        new TreeMap<>(),
        List.of(monitor(id, Duration.ofSeconds(60), new TreeMap<>())));
  }

  /** The replica's address. */
  public Optional<ResourceDefinition.Primitive> address(int replica) {
    return ipAddress(bundle, replica)
        .map(ip -> {
          ResourceId id = new ResourceId(addressPrefix(bundle) + ip);
          TreeMap<String, String> parameters = new TreeMap<>();
          parameters.put("ip", ip);
          Network network = bundle.network().orElseThrow();
          network.hostInterface().ifPresent(name -> parameters.put("nic", name));
          parameters.put("cidr_netmask", network.netmask().orElse("32"));
          return primitive(
              id,
              "heartbeat:IPaddr2",
              parameters,
              new TreeMap<>(),
              List.of(monitor(id, Duration.ofSeconds(60), new TreeMap<>())));
        });
  }

  /** The connection into the replica's container. */
  public Optional<ResourceDefinition.Primitive> connection(int replica) {
    if (bundle.child().isEmpty()) {
      return Optional.empty();
    }
    ResourceId id = new ResourceId(guest(replica).value());
    TreeMap<String, String> parameters = new TreeMap<>();
    ipAddress(bundle, replica).ifPresent(ip -> parameters.put("addr", ip));
    parameters.put("port", controlPort(bundle));
    TreeMap<String, String> options = new TreeMap<>();
    options.put(OptionNames.Resource.CONTAINER, containerPrefix(bundle) + replica);
    return Optional.of(
        primitive(
            id,
            "pacemaker:remote",
            parameters,
            options,
            List.of(
                monitor(
                    id,
                    Duration.ofSeconds(30),
                    new TreeMap<>(Map.of(OptionNames.Operation.TIMEOUT, "30s"))))));
  }

  /** The child as a clone with an instance for each container. */
  public Optional<ResourceDefinition.Clone> child() {
    return bundle
        .child()
        .map(child -> {
          boolean promotable = bundle.container().promotedMax() > 0;
          ResourceId id = new ResourceId(bundle.id() + (promotable ? "-master" : "-clone"));
          TreeMap<String, String> options = new TreeMap<>();
          options.put(OptionNames.Resource.ORDERED, "true");
          options.put(
              OptionNames.Resource.CLONE_MAX, Integer.toString(bundle.container().replicas()));
          options.put(
              OptionNames.Resource.CLONE_NODE_MAX,
              Integer.toString(bundle.container().replicasPerHost()));
          options.put(
              OptionNames.Resource.GLOBALLY_UNIQUE,
              Boolean.toString(bundle.container().replicasPerHost() > 1));
          if (promotable) {
            options.put(OptionNames.Resource.PROMOTABLE, "true");
            options.put(
                OptionNames.Resource.PROMOTED_MAX,
                Integer.toString(bundle.container().promotedMax()));
          }
          notified(child).ifPresent(text -> options.put(OptionNames.Resource.NOTIFY, text));
          AttributeSet set =
              new AttributeSet(id + "-options", Score.INFINITY, Optional.empty(), options);
          return new ResourceDefinition.Clone(
              id, child, List.of(), List.of(set), bundle.position());
        });
  }

  private static Optional<String> notified(ResourceDefinition.Primitive child) {
    return child.options().stream()
        .flatMap(set -> Optional.ofNullable(set.values().get(OptionNames.Resource.NOTIFY)).stream())
        .findFirst();
  }

  static String controlPort(Bundle bundle) {
    return bundle.network().flatMap(Network::controlPort).orElse(DEFAULT_PORT);
  }

  /** The address of a replica: that of the first, counted on in the last place. */
  static Optional<String> ipAddress(Bundle bundle, int replica) {
    return bundle
        .network()
        .flatMap(Network::rangeStart)
        .map(first -> {
          int dot = first.lastIndexOf('.');
          int last = Integer.parseInt(first.substring(dot + 1));
          return first.substring(0, dot + 1) + (last + replica);
        });
  }

  private ResourceDefinition.Primitive primitive(
      ResourceId id,
      String agent,
      SortedMap<String, String> parameters,
      SortedMap<String, String> options,
      List<OperationDefinition> operations) {
    return new ResourceDefinition.Primitive(
        id,
        AgentRef.parse("ocf:" + agent),
        List.of(AttributeSet.always(id + "-parameters", parameters)),
        List.of(AttributeSet.always(id + "-options", options)),
        List.of(),
        operations,
        Optional.empty(),
        bundle.position());
  }

  private OperationDefinition monitor(
      ResourceId id, Duration interval, SortedMap<String, String> options) {
    return new OperationDefinition(
        id + "-monitor",
        "monitor",
        interval,
        List.of(AttributeSet.always(id + "-monitor-options", options)),
        bundle.position());
  }
}
