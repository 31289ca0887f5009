package ha.model.yaml;

import ha.model.ResourceId;
import ha.model.Score;
import ha.model.Sizes;
import ha.model.definition.AttributeSet;
import ha.model.definition.OperationDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.OptionTable;
import ha.model.definition.OptionTable.Scope;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Spells resources. */
final class ResourceWriter {
  private ResourceWriter() {}

  /** The name that a resource has in the file: a clone has that of what it copies. */
  static ResourceId name(ResourceDefinition resource) {
    return resource instanceof Clone clone ? clone.child().id() : resource.id();
  }

  static Map<String, Object> resource(ResourceDefinition resource) {
    return switch (resource) {
      case Primitive primitive -> primitive(primitive);
      case Group group -> group(group);
      case Clone clone -> {
        Map<String, Object> map = resource(clone.child());
        copies(map, clone);
        yield map;
      }
      case ResourceDefinition.Bundle bundle -> BundleWriter.bundle(bundle);
    };
  }

  private static Map<String, Object> primitive(Primitive primitive) {
    String id = primitive.id().value();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("agent", primitive.agent().toString());
    primitive.fromTemplate().ifPresent(template -> map.put("template", template));
    SetWriter.values(map, "with", primitive.parameters(), id + "-with");
    options(map, primitive.options(), id);
    utilization(map, primitive.utilization(), id);
    map.put("operations", operations(primitive));
    return map;
  }

  /** The key {@code utilization} of a node or resource. */
  static void utilization(Map<String, Object> map, List<AttributeSet> sets, String owner) {
    SetWriter.values(
        map,
        "utilization",
        sets,
        owner + "-utilization",
        text -> Sizes.read(text).map(Sizes::text).orElse(text));
  }

  private static Map<String, Object> group(Group group) {
    String id = group.id().value();
    Map<String, Object> members = new LinkedHashMap<>();
    group.members().forEach(member -> members.put(member.id().value(), primitive(member)));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("group", members);
    SetWriter.values(map, "with", group.parameters(), id + "-with");
    options(map, group.options(), id);
    return map;
  }

  static void options(Map<String, Object> map, List<AttributeSet> sets, String id) {
    SetWriter.options(map, sets, id + "-options", Score.ZERO, ResourceWriter::notOfClones);
  }

  /** Options of clones would be taken for the clone's if they stood beside it. */
  private static boolean notOfClones(SortedMap<String, String> values) {
    return values.keySet().stream().noneMatch(n -> OptionTable.find(Scope.CLONE, n).isPresent());
  }

  private static void copies(Map<String, Object> map, Clone clone) {
    String id = clone.id().value();
    Map<String, Object> body = new LinkedHashMap<>();
    if (!id.equals(CloneReader.standardId(clone.child().id()))) {
      body.put("id", id);
    }
    SetWriter.values(body, "with", clone.parameters(), id + "-with");
    SetWriter.options(
        body, clone.options(), id + "-options", Score.ZERO, ResourceWriter::promotingIfPromotable);
    boolean promotable = "true".equals(body.get(CloneReader.PROMOTABLE));
    if (promotable) {
      body.remove(CloneReader.PROMOTABLE);
    }
    map.put(promotable ? CloneReader.PROMOTABLE : "clone", body.isEmpty() ? "true" : body);
  }

  private static boolean promotingIfPromotable(SortedMap<String, String> values) {
    boolean promoting =
        values.containsKey(OptionNames.Resource.PROMOTED_MAX)
            || values.containsKey(OptionNames.Resource.PROMOTED_NODE_MAX);
    return !promoting || "true".equals(values.get(CloneReader.PROMOTABLE));
  }

  private static Object operations(Primitive primitive) {
    List<OperationDefinition> operations = primitive.operations();
    if (!neighbours(operations)) {
      return operations.stream().map(operation -> listed(primitive.id(), operation)).toList();
    }
    Map<String, Object> map = new LinkedHashMap<>();
    if (operations.stream().noneMatch(o -> o.name().equals(OperationReader.MONITOR))) {
      map.put(OperationReader.MONITOR, "none");
    }
    Map<String, List<Object>> byName = new LinkedHashMap<>();
    for (OperationDefinition operation : operations) {
      byName
          .computeIfAbsent(operation.name(), name -> new ArrayList<>())
          .add(operation(primitive.id(), operation));
    }
    byName.forEach((name, all) -> map.put(name, all.size() == 1 ? all.getFirst() : all));
    return map;
  }

  /** Whether operations of one name stand together, so that a mapping keeps their order. */
  private static boolean neighbours(List<OperationDefinition> operations) {
    Set<String> left = new HashSet<>();
    String current = "";
    for (OperationDefinition operation : operations) {
      if (!operation.name().equals(current)) {
        left.add(current);
        current = operation.name();
      }
      if (left.contains(current)) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Object> listed(ResourceId resource, OperationDefinition operation) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", operation.name());
    map.putAll(operation(resource, operation));
    return map;
  }

  private static Map<String, Object> operation(ResourceId resource, OperationDefinition operation) {
    Map<String, Object> map = new LinkedHashMap<>();
    Duration interval = operation.interval();
    String standard = OperationReader.standardId(resource.value(), operation.name(), interval);
    if (!operation.id().equals(standard)) {
      map.put("id", operation.id());
    }
    if (operation.name().equals(OperationReader.MONITOR) || !interval.isZero()) {
      map.put("interval", ha.model.Durations.text(interval));
    }
    SetWriter.options(
        map, operation.options(), operation.id() + "-options", Score.INFINITY, values -> true);
    SetWriter.values(map, "with", operation.parameters(), operation.id() + "-with");
    return map;
  }

  /** Templates are merged when they are read; their names stay, so that they can be used again. */
  static Map<String, Object> templates(Iterable<ResourceDefinition> resources) {
    Map<String, Object> templates = new TreeMap<>();
    resources.forEach(resource -> collect(resource, templates));
    return templates;
  }

  private static void collect(ResourceDefinition resource, Map<String, Object> templates) {
    switch (resource) {
      case Primitive primitive ->
          primitive.fromTemplate().ifPresent(name -> templates.put(name, Map.of()));
      case Group group -> group.members().forEach(member -> collect(member, templates));
      case Clone clone -> collect(clone.child(), templates);
      case ResourceDefinition.Bundle bundle ->
          bundle.child().ifPresent(child -> collect(child, templates));
    }
  }
}
