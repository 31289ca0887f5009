package ha.policy.cib;

import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AgentRef;
import ha.model.definition.AttributeSet;
import ha.model.definition.OperationDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.policy.options.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads resources. */
final class CibResources {
  private final Map<String, XmlElement> byId;
  private final Sets sets;

  CibResources(Map<String, XmlElement> byId, Sets sets) {
    this.byId = byId;
    this.sets = sets;
  }

  Map<ResourceId, ResourceDefinition> read(List<XmlElement> elements) {
    Map<ResourceId, ResourceDefinition> resources = new LinkedHashMap<>();
    for (XmlElement element : elements) {
      resource(element).ifPresent(r -> resources.put(r.id(), r));
    }
    return resources;
  }

  private Optional<ResourceDefinition> resource(XmlElement e) {
    return switch (e.name()) {
      case "primitive" -> Optional.of(primitive(e));
      case "group" -> Optional.of(group(e));
      case "clone" -> clone(e, false);
      case "master" -> clone(e, true);
      case "bundle" -> new CibBundles(this, sets).bundle(e).map(b -> (ResourceDefinition) b);
      default -> Optional.empty();
    };
  }

  private Optional<ResourceDefinition> clone(XmlElement e, boolean promotable) {
    List<AttributeSet> options = new ArrayList<>(sets.read(e, "meta_attributes", Names::resource));
    if (promotable) {
      options.add(option(e.id(), OptionNames.Resource.PROMOTABLE, "true"));
    }
    for (XmlElement child : e.children()) {
      if (child.name().equals("primitive") || child.name().equals("group")) {
        ResourceDefinition inner = child.name().equals("group") ? group(child) : primitive(child);
        return Optional.of(
            new ResourceDefinition.Clone(
                new ResourceId(e.id()),
                inner,
                sets.read(e, "instance_attributes", Names::same),
                options,
                e.position()));
      }
    }
    return Optional.empty();
  }

  private static AttributeSet option(String id, String name, String value) {
    return new AttributeSet(
        id + "-" + name, Score.INFINITY, Optional.empty(), new TreeMap<>(Map.of(name, value)));
  }

  private ResourceDefinition.Group group(XmlElement e) {
    return new ResourceDefinition.Group(
        new ResourceId(e.id()),
        e.all("primitive").stream().map(this::primitive).toList(),
        sets.read(e, "instance_attributes", Names::same),
        sets.read(e, "meta_attributes", Names::resource),
        e.position());
  }

  ResourceDefinition.Primitive primitive(XmlElement e) {
    Optional<XmlElement> template = e.attribute("template").map(byId::get);
    XmlElement typed = template.orElse(e);
    List<OperationDefinition> operations = new ArrayList<>(operations(e));
    template.ifPresent(t -> {
      for (OperationDefinition op : operations(t)) {
        boolean own =
            operations.stream()
                .anyMatch(o -> o.name().equals(op.name()) && roleOf(o).equals(roleOf(op)));
        if (!own) {
          operations.add(op);
        }
      }
    });
    return new ResourceDefinition.Primitive(
        new ResourceId(e.id()),
        agent(typed),
        withTemplate(e, template, "instance_attributes"),
        withTemplate(e, template, "meta_attributes"),
        amounts(e, template),
        operations,
        template.map(XmlElement::id),
        e.position());
  }

  /** What the operation is for; what it does while the resource merely runs needs no role. */
  private static String roleOf(OperationDefinition operation) {
    return operation.options().stream()
        .flatMap(set -> Optional.ofNullable(set.values().get(OptionNames.Operation.ROLE)).stream())
        .findFirst()
        .filter(role -> !role.equalsIgnoreCase("started"))
        .orElse("");
  }

  private List<AttributeSet> withTemplate(
      XmlElement e, Optional<XmlElement> template, String kind) {
    boolean meta = kind.equals("meta_attributes");
    List<AttributeSet> all =
        new ArrayList<>(sets.read(e, kind, meta ? Names::resource : Names::same));
    template.ifPresent(t -> all.addAll(sets.read(t, kind, meta ? Names::resource : Names::same)));
    return all;
  }

  private List<AttributeSet> amounts(XmlElement e, Optional<XmlElement> template) {
    List<AttributeSet> all = new ArrayList<>(sets.amounts(e));
    template.ifPresent(t -> all.addAll(sets.amounts(t)));
    return all;
  }

  static AgentRef agent(XmlElement e) {
    return new AgentRef(
        standard(e.attribute("class", "ocf")),
        e.attribute("provider"),
        e.attribute("type", "none"));
  }

  static String standard(String name) {
    return name.equals("stonith") ? "fence" : name;
  }

  private List<OperationDefinition> operations(XmlElement e) {
    List<OperationDefinition> operations = new ArrayList<>();
    for (XmlElement list : e.all("operations")) {
      XmlElement real =
          list.attribute("id-ref").map(id -> byId.getOrDefault(id, list)).orElse(list);
      for (XmlElement op : real.all("op")) {
        operations.add(operation(op));
      }
    }
    return operations;
  }

  private OperationDefinition operation(XmlElement op) {
    TreeMap<String, String> own = new TreeMap<>(op.attributes());
    List.of("id", "name", "interval").forEach(own::remove);
    List<AttributeSet> options = new ArrayList<>();
    options.add(new AttributeSet(op.id() + "-attributes", Score.INFINITY, Optional.empty(), own));
    options.addAll(sets.ofOperation(op));
    return new OperationDefinition(
        op.id(),
        op.required("name"),
        Durations.parse(op.attribute("interval", "0"), Duration.ZERO),
        options,
        sets.read(op, "instance_attributes", Names::same),
        op.position());
  }
}
