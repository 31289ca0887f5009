package ha.policy.situation;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AgentRef;
import ha.model.definition.AttributeSet;
import ha.model.definition.OperationDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Connects nodes with the resources through which they are reached. */
final class ConnectionReader {
  private static final Duration MONITOR_INTERVAL = Duration.ofSeconds(30);

  private ConnectionReader() {}

  /** The connections to guests that follow from what holds them. */
  static List<ResourceDefinition.Primitive> implied(Situation s) {
    List<ResourceDefinition.Primitive> implied = new ArrayList<>();
    for (ResourceDefinition definition : s.definitions.resources().values()) {
      if (definition instanceof ResourceDefinition.Primitive primitive) {
        add(s, implied, primitive);
      } else if (definition instanceof ResourceDefinition.Group group) {
        group.members().forEach(member -> add(s, implied, member));
      }
    }
    return implied;
  }

  private static void add(
      Situation s,
      List<ResourceDefinition.Primitive> implied,
      ResourceDefinition.Primitive primitive) {
    Reached.guestIn(primitive, s.rules())
        .ifPresent(guest -> implied.add(connection(s, guest, primitive)));
  }

  private static ResourceDefinition.Primitive connection(
      Situation s, NodeName guest, ResourceDefinition.Primitive holder) {
    Map<String, String> given =
        ha.policy.options.AttributeSets.values(
            holder.options(), s.rules().forAgent(holder.agent()));
    TreeMap<String, String> parameters = new TreeMap<>();
    copy(given, "remote-addr", parameters, "addr");
    copy(given, "remote-port", parameters, "port");
    TreeMap<String, String> options = new TreeMap<>();
    options.put(OptionNames.Resource.CONTAINER, holder.id().value());
    copy(given, "remote-allow-migrate", options, OptionNames.Resource.LIVE_MIGRATION);
    copy(given, OptionNames.Resource.MANAGED, options, OptionNames.Resource.MANAGED);
    TreeMap<String, String> start = new TreeMap<>();
    copy(given, "remote-connect-timeout", start, OptionNames.Operation.TIMEOUT);
    return connection(new ResourceId(guest.value()), parameters, options, start, holder.position());
  }

  /** A connection, watched every half minute. */
  static ResourceDefinition.Primitive connection(
      ResourceId id,
      SortedMap<String, String> parameters,
      SortedMap<String, String> options,
      SortedMap<String, String> start,
      ha.model.definition.SourcePosition position) {
    return new ResourceDefinition.Primitive(
        id,
        AgentRef.parse(Reached.AGENT),
        List.of(AttributeSet.always(id + "-parameters", parameters)),
        List.of(AttributeSet.always(id + "-options", options)),
        List.of(),
        List.of(
            operation(id, "monitor", MONITOR_INTERVAL, timeout("30s"), position),
            operation(
                id, "start", Duration.ZERO, start.isEmpty() ? timeout("60s") : start, position)),
        Optional.empty(),
        position);
  }

  private static SortedMap<String, String> timeout(String text) {
    return new TreeMap<>(Map.of(OptionNames.Operation.TIMEOUT, text));
  }

  private static OperationDefinition operation(
      ResourceId id,
      String name,
      Duration interval,
      SortedMap<String, String> values,
      ha.model.definition.SourcePosition position) {
    return new OperationDefinition(
        id + "-" + name,
        name,
        interval,
        List.of(new AttributeSet(id + "-" + name, Score.INFINITY, Optional.empty(), values)),
        position);
  }

  private static void copy(
      Map<String, String> from, String name, Map<String, String> to, String newName) {
    String value = from.get(name);
    if (value != null) {
      to.put(newName, value);
    }
  }

  /** Links nodes, connections, containers and what lives in these. */
  static void link(Situation s) {
    for (Resource r : s.all) {
      link(s, r);
    }
  }

  /** The same for one resource. */
  static void link(Situation s, Resource r) {
    if (!r.isPrimitive()) {
      return;
    }
    if (Reached.connects(r.agent())) {
      @Nullable Node node = s.node(new NodeName(r.id.value()));
      if (node != null && node.remote()) {
        s.connections.connect(node, r);
      }
    }
    Optional.ofNullable(r.options.get(OptionNames.Resource.CONTAINER))
        .flatMap(s::named)
        .filter(container -> container.isPrimitive() && container != r)
        .ifPresent(container -> s.connections.contain(r, container));
  }
}
