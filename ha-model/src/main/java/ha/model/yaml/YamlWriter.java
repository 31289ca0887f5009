package ha.model.yaml;

import ha.model.DeviceId;
import ha.model.Durations;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.ClusterSettings;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.Location;
import ha.model.definition.Definitions;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.FencingLevel;
import ha.model.definition.FencingLevel.Target;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Writes definitions as the operator's YAML, shortest spelling first. Reading the result gives
 * equal definitions, except for positions; equal definitions give equal text.
 */
public final class YamlWriter {
  private final Definitions definitions;
  private final Wishes wishes;
  private final WrittenIds ids;

  private YamlWriter(Definitions definitions) {
    this.definitions = definitions;
    this.wishes = Wishes.of(definitions);
    this.ids = WrittenIds.of(definitions);
  }

  /** The file that says {@code definitions}. */
  public static String write(Definitions definitions) {
    return Emitter.document(new YamlWriter(definitions).root());
  }

  private Map<String, Object> root() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("cluster", cluster());
    int own = levelsOfNodes();
    root.put("nodes", nodes(definitions.fencingTopology().subList(0, own)));
    List<FencingLevel> rest = definitions.fencingTopology();
    add(root, "fence-devices", devices());
    add(root, "fence-topology", rest.subList(own, rest.size()).stream().map(this::level).toList());
    add(root, "templates", ResourceWriter.templates(definitions.resources().values()));
    add(root, "resources", resources());
    List<Constraint> all = definitions.constraints();
    add(
        root,
        "constraints",
        new ConstraintWriter(ids.targets(), ids.ambiguous())
            .all(all.subList(wishes.count(), all.size())));
    Map<String, Object> defaults = new LinkedHashMap<>();
    defaults.put(
        "resources",
        defaults(
            definitions.resourceDefaults(),
            DefinitionsReader.RESOURCE_DEFAULTS,
            OptionNames.Resource.STICKINESS));
    defaults.put(
        "operations",
        defaults(
            definitions.operationDefaults(),
            DefinitionsReader.OPERATION_DEFAULTS,
            OptionNames.Operation.TIMEOUT));
    root.put("defaults", defaults);
    Map<String, Object> tags = new TreeMap<>();
    definitions
        .tags()
        .forEach((tag, of) -> tags.put(tag, of.stream().map(ResourceId::value).toList()));
    add(root, "tags", tags);
    return root;
  }

  private static void add(Map<String, Object> root, String key, Map<String, Object> section) {
    if (!section.isEmpty()) {
      root.put(key, section);
    }
  }

  private static void add(Map<String, Object> root, String key, List<Object> section) {
    if (!section.isEmpty()) {
      root.put(key, section);
    }
  }

  private Map<String, Object> cluster() {
    ClusterSettings settings = definitions.cluster();
    ClusterSettings usual = ClusterSettings.named(settings.name());
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", settings.name());
    unusual(map, "detection", settings.detection(), usual.detection());
    unusual(map, "heartbeat", settings.heartbeat(), usual.heartbeat());
    unusual(map, "lease", settings.lease(), usual.lease());
    if (settings.port() != usual.port()) {
      map.put("port", Integer.toString(settings.port()));
    }
    unusual(map, "startup-wait", settings.startupWait(), usual.startupWait());
    unusual(map, "fence-delay", settings.fenceDelay(), usual.fenceDelay());
    if (settings.lastMan() != usual.lastMan()) {
      map.put("last-man", Boolean.toString(settings.lastMan()));
    }
    SetWriter.options(
        map, definitions.clusterOptions(), ClusterReader.OPTIONS_ID, Score.ZERO, values -> true);
    return map;
  }

  private static void unusual(Map<String, Object> map, String key, Duration is, Duration usual) {
    if (!is.equals(usual)) {
      map.put(key, Durations.text(is));
    }
  }

  /** How many levels from the first on can be told at their nodes, in the order they come back. */
  private int levelsOfNodes() {
    Optional<NodeName> current = Optional.empty();
    int index = 0;
    int count = 0;
    for (FencingLevel level : definitions.fencingTopology()) {
      if (!(level.target() instanceof Target.Node of)
          || !definitions.nodes().containsKey(of.name())) {
        return count;
      }
      boolean same = current.filter(of.name()::equals).isPresent();
      boolean next = current.isEmpty() || current.get().compareTo(of.name()) < 0;
      index = same ? index + 1 : 1;
      if (!(same || next) || level.index() != index) {
        return count;
      }
      current = Optional.of(of.name());
      count++;
    }
    return count;
  }

  private Map<String, Object> nodes(List<FencingLevel> levels) {
    Map<String, Object> nodes = new LinkedHashMap<>();
    for (NodeDefinition node : definitions.nodes().values()) {
      String name = node.name().value();
      Map<String, Object> map = new LinkedHashMap<>();
      if (node.kind() != NodeDefinition.Kind.MEMBER) {
        map.put("kind", Words.of(node.kind()));
      }
      if (!node.links().isEmpty()) {
        map.put("links", new ArrayList<Object>(node.links()));
      }
      List<Object> fence =
          levels.stream()
              .filter(level -> level.target().equals(new Target.Node(node.name())))
              .map(level -> devices(level.devices()))
              .toList();
      if (!fence.isEmpty()) {
        map.put("fence", fence);
      }
      if (node.votes() != 1) {
        map.put("votes", Integer.toString(node.votes()));
      }
      if (node.preference() != 0) {
        map.put("preference", Integer.toString(node.preference()));
      }
      SetWriter.values(map, "attributes", node.attributes(), name + "-attributes");
      ResourceWriter.utilization(map, node.utilization(), name);
      nodes.put(name, map);
    }
    return nodes;
  }

  private static Object devices(List<DeviceId> devices) {
    List<String> names = devices.stream().map(DeviceId::value).toList();
    return names.size() == 1 ? names.getFirst() : names;
  }

  private Map<String, Object> devices() {
    Map<String, Object> devices = new LinkedHashMap<>();
    for (FenceDeviceDefinition device : definitions.fenceDevices().values()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("agent", device.agent());
      Map<String, String> parameters = device.parameters();
      if (parameters.containsKey("agent") || parameters.containsKey("with")) {
        map.put("with", parameters);
      } else {
        map.putAll(parameters);
      }
      devices.put(device.id().value(), map);
    }
    return devices;
  }

  private Object level(FencingLevel level) {
    Map<String, Object> map = new LinkedHashMap<>();
    switch (level.target()) {
      case Target.Node node -> map.put("node", node.name().value());
      case Target.Pattern pattern -> map.put("nodes-matching", pattern.expression());
      case Target.Attribute attribute -> {
        map.put("node-attribute", attribute.attribute());
        map.put("value", attribute.value());
      }
    }
    map.put("level", Integer.toString(level.index()));
    map.put("devices", level.devices().stream().map(DeviceId::value).toList());
    return map;
  }

  private Map<String, Object> resources() {
    Map<String, Object> resources = new LinkedHashMap<>();
    for (ResourceDefinition resource : definitions.resources().values()) {
      ResourceId name = ResourceWriter.name(resource);
      Map<String, Object> map = ResourceWriter.resource(resource);
      wishes.of(name).forEach((key, nodes) -> map.put(key, nodes));
      resources.put(name.value(), map);
    }
    return resources;
  }

  /** A mapping where reading it adds nothing, else the list of sets. */
  private static Object defaults(List<AttributeSet> sets, String id, String usualKey) {
    Optional<AttributeSet> plain =
        SetWriter.plain(sets, id, Score.ZERO)
            .filter(set -> sets.size() == 1 && set.values().containsKey(usualKey));
    return plain.isPresent()
        ? plain.get().values()
        : SetWriter.listed(sets, id, UnaryOperator.identity());
  }

  /** The locations, from the first constraint on, that stand at their resources. */
  private record Wishes(int count, Map<ResourceId, Map<String, Map<String, Object>>> byResource) {
    Map<String, Map<String, Object>> of(ResourceId resource) {
      return byResource.getOrDefault(resource, Map.of());
    }

    static Wishes of(Definitions definitions) {
      List<ResourceId> order =
          definitions.resources().values().stream().map(ResourceWriter::name).toList();
      Map<ResourceId, Map<String, Map<String, Object>>> found = new LinkedHashMap<>();
      int count = 0;
      int reached = 0;
      for (Constraint constraint : definitions.constraints()) {
        Optional<Wish> wish = Wish.of(constraint);
        int place = wish.map(w -> 2 * order.indexOf(w.resource) + (w.avoids() ? 1 : 0)).orElse(-1);
        if (place < reached) {
          break;
        }
        wish.ifPresent(w ->
            found
                .computeIfAbsent(w.resource, name -> new LinkedHashMap<>())
                .computeIfAbsent(w.key(), key -> new LinkedHashMap<>())
                .put(w.node.value(), w.text()));
        reached = place;
        count++;
      }
      return new Wishes(count, found);
    }
  }

  /** One node under {@code prefers} or {@code avoids}. */
  private record Wish(ResourceId resource, NodeName node, Score score) {
    boolean avoids() {
      return score.compareTo(Score.ZERO) < 0;
    }

    String key() {
      return avoids() ? "avoids" : "prefers";
    }

    String text() {
      if (score.isInfinite()) {
        return "always";
      }
      return score.isMinusInfinite() ? "never" : Integer.toString(Math.abs(score.value()));
    }

    static Optional<Wish> of(Constraint constraint) {
      return constraint instanceof Location location
              && location.resources() instanceof Constraint.Selector.Ids ids
              && ids.ids().size() == 1
              && location.role().isEmpty()
              && location.discovery() == Constraint.Discovery.ALWAYS
              && location.preference() instanceof Constraint.Preference.OfNode of
              && !of.score().equals(Score.ZERO)
          ? Optional.of(new Wish(ids.ids().getFirst(), of.node(), of.score()))
              .filter(wish -> location.id().equals(wish.id()))
          : Optional.empty();
    }

    private String id() {
      return ResourceReader.wishId(resource.value(), key(), node);
    }
  }
}
