package ha.policy.cib;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.ClusterSettings;
import ha.model.definition.Definitions;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OptionNames;
import ha.policy.options.AttributeSets;
import ha.policy.options.RuleContext;
import ha.policy.options.Values;
import ha.policy.situation.Reached;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads a Pacemaker CIB: its configuration as definitions, its status as a snapshot. */
public final class CibReader {
  private final XmlElement cib;
  private final Map<String, XmlElement> byId = new HashMap<>();
  private final SortedMap<String, TreeSet<ResourceId>> templates = new TreeMap<>();
  private final Sets sets;
  private final CibParts parts;

  private CibReader(XmlElement cib, UnaryOperator<String> amounts) {
    this.cib = cib;
    this.sets = new Sets(byId, amounts);
    this.parts = CibParts.of(cib);
  }

  /**
   * Reads a document as Pacemaker understands it.
   *
   * @param file its name, for positions
   * @throws IllegalArgumentException that says where and why, if it cannot be read
   */
  public static Cib read(String file, InputStream in) {
    return read(XmlElement.parse(file, in), Sets::counted);
  }

  /** Reads a document as its author meant it: with amounts that Pacemaker cannot count. */
  static Cib asWritten(XmlElement cib) {
    return read(cib, UnaryOperator.identity());
  }

  private static Cib read(XmlElement cib, UnaryOperator<String> amounts) {
    CibReader reader = new CibReader(cib, amounts);
    cib.all("configuration").forEach(reader::index);
    return reader.read();
  }

  private void index(XmlElement element) {
    String id = element.value("id");
    if (id != null) {
      byId.putIfAbsent(id, element);
    }
    String template = element.name().equals("primitive") ? element.value("template") : null;
    if (template != null) {
      templates.computeIfAbsent(template, t -> new TreeSet<>()).add(new ResourceId(element.id()));
    }
    for (XmlElement child : element.children()) {
      index(child);
    }
  }

  private Cib read() {
    XmlElement configuration =
        cib.first("configuration")
            .orElseThrow(
                () -> new IllegalArgumentException(cib.position() + ": no <configuration>"));
    List<AttributeSet> options = clusterOptions(configuration);
    Map<String, String> values = AttributeSets.values(options, RuleContext.at(Instant.EPOCH));
    boolean fencing = Values.flag(values, OptionNames.Cluster.FENCING, true);
    SortedMap<NodeName, NodeDefinition> nodes = nodes(configuration);
    Definitions definitions =
        new Definitions(
            ClusterSettings.named(values.getOrDefault("cluster-name", "pacemaker")),
            options,
            nodes,
            new CibResources(byId, sets).read(configuration.inside("resources")),
            new CibConstraints(byId, parts).read(configuration.inside("constraints")),
            new TreeMap<>(),
            List.of(),
            resourceDefaults(configuration, values),
            defaults(configuration, "op_defaults", false),
            tags(configuration));
    Optional<Instant> date = cib.attribute("execution-date").flatMap(CibDates::moment);
    return new Cib(
        definitions,
        new CibStatus(cib, fencing).read(nodes.keySet(), remoteNames(definitions)),
        date);
  }

  /** Names of remote nodes and guests, as far as connections and their histories tell. */
  private Set<NodeName> remoteNames(Definitions definitions) {
    Set<NodeName> names = new HashSet<>(Reached.defined(definitions));
    definitions.nodes().values().stream()
        .filter(node -> node.kind() == NodeDefinition.Kind.REMOTE)
        .forEach(node -> names.add(node.name()));
    cib.inside("status").forEach(state -> remembered(state, names));
    return names;
  }

  private static void remembered(XmlElement e, Set<NodeName> names) {
    if (e.name().equals("lrm_rsc_op")) {
      return;
    }
    boolean connection =
        e.name().equals("lrm_resource")
            && Reached.connects(CibResources.agent(e))
            && !e.all("lrm_rsc_op").isEmpty();
    if (connection) {
      names.add(new NodeName(e.id()));
    }
    for (XmlElement child : e.children()) {
      remembered(child, names);
    }
  }

  private List<AttributeSet> clusterOptions(XmlElement configuration) {
    List<AttributeSet> options = new ArrayList<>();
    for (XmlElement set : configuration.inside("crm_config")) {
      if (set.name().equals("cluster_property_set")) {
        AttributeSet read = sets.read(set, Names::cluster);
        boolean first = read.id().equals("cib-bootstrap-options");
        options.addFirst(
            new AttributeSet(
                read.id(), first ? Score.INFINITY : read.priority(), read.rule(), read.values()));
      }
    }
    TreeMap<String, String> pacemaker = new TreeMap<>();
    pacemaker.put(OptionNames.Cluster.DEFAULT_STICKINESS, "0");
    pacemaker.put(OptionNames.Cluster.WAIT_FOR_WHOLE_CLONE, "true");
    pacemaker.put(OptionNames.Cluster.CONCURRENT_FENCING, "false");
    options.add(new AttributeSet("pacemaker", Score.MINUS_INFINITY, Optional.empty(), pacemaker));
    return options;
  }

  private List<AttributeSet> resourceDefaults(
      XmlElement configuration, Map<String, String> options) {
    List<AttributeSet> all = new ArrayList<>(defaults(configuration, "rsc_defaults", true));
    String managed = options.getOrDefault("is-managed-default", options.get("is_managed_default"));
    if (managed != null) {
      TreeMap<String, String> values = new TreeMap<>();
      values.put(OptionNames.Resource.MANAGED, managed);
      all.add(
          new AttributeSet("is-managed-default", Score.MINUS_INFINITY, Optional.empty(), values));
    }
    return all;
  }

  private List<AttributeSet> defaults(XmlElement configuration, String element, boolean resources) {
    return configuration
        .first(element)
        .map(
            e -> resources ? sets.read(e, "meta_attributes", Names::resource) : sets.ofOperation(e))
        .orElse(List.of());
  }

  private SortedMap<NodeName, NodeDefinition> nodes(XmlElement configuration) {
    SortedMap<NodeName, NodeDefinition> nodes = new TreeMap<>();
    for (XmlElement e : configuration.inside("nodes")) {
      if (!e.name().equals("node")) {
        continue;
      }
      NodeName name = new NodeName(e.attribute("uname", e.id()));
      nodes.put(
          name,
          new NodeDefinition(
              name,
              e.attribute("type", "member").equals("remote")
                  ? NodeDefinition.Kind.REMOTE
                  : NodeDefinition.Kind.MEMBER,
              List.of(),
              e.attribute("type", "member").equals("ping") ? 0 : 1,
              0,
              attributes(e),
              sets.amounts(e),
              e.position()));
    }
    return nodes;
  }

  private List<AttributeSet> attributes(XmlElement node) {
    List<AttributeSet> attributes =
        new ArrayList<>(sets.read(node, "instance_attributes", Names::same));
    TreeMap<String, String> id = new TreeMap<>();
    id.put("#id", node.id());
    id.put("#is_dc", Boolean.toString(cib.attribute("dc-uuid", "").equals(node.id())));
    attributes.add(AttributeSet.always(node.id() + "-id", id));
    return attributes;
  }

  private List<ResourceId> whole(Stream<ResourceId> members) {
    return members.filter(id -> !parts.contains(id.value())).toList();
  }

  private SortedMap<String, List<ResourceId>> tags(XmlElement configuration) {
    SortedMap<String, List<ResourceId>> tags = new TreeMap<>();
    for (XmlElement tag : configuration.inside("tags")) {
      tags.put(tag.id(), whole(tag.all("obj_ref").stream().map(r -> new ResourceId(r.id()))));
    }
    templates.forEach((t, users) -> tags.putIfAbsent(t, whole(users.stream())));
    return tags;
  }
}
