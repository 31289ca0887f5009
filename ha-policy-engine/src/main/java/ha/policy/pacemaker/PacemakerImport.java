package ha.policy.pacemaker;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.ClusterSettings;
import ha.model.definition.Constraint;
import ha.model.definition.Definitions;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.SourcePosition;
import ha.policy.cib.CibDocument;
import ha.policy.cib.CorosyncConf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns a Pacemaker configuration into definitions of ours, with a note of all that changes. */
public final class PacemakerImport {
  private static final String DEFAULTS = "pacemaker";

  private final CibDocument document;
  private final Definitions written;
  private final Optional<CorosyncConf> corosync;
  private final Notes notes = new Notes();
  private final SourcePosition start;
  private final Sets sets;
  private final Rules rules;
  private final Options options;
  private final FenceDevices fence = new FenceDevices(notes);
  private final Resources resources;

  private PacemakerImport(CibDocument document, Optional<CorosyncConf> corosync) {
    this.document = document;
    this.written = document.cib().definitions();
    this.corosync = corosync;
    this.start = document.start();
    this.rules = new Rules(notes, nodeIds(written));
    this.sets = new Sets(rules);
    this.options = new Options(notes, document.positions());
    this.resources = new Resources(notes, sets, options, document.positions(), fence);
  }

  /**
   * The definitions.
   *
   * @param corosync where the nodes' addresses are; without it their names are taken for these
   */
  public static Imported of(CibDocument document, Optional<CorosyncConf> corosync) {
    return new PacemakerImport(document, corosync).run();
  }

  private static Map<String, String> nodeIds(Definitions definitions) {
    Map<String, String> ids = new HashMap<>();
    for (NodeDefinition node : definitions.nodes().values()) {
      for (AttributeSet set : node.attributes()) {
        Optional.ofNullable(set.values().get("#id"))
            .ifPresent(id -> ids.put(id, node.name().value()));
      }
    }
    return ids;
  }

  private Imported run() {
    document.leftovers().forEach(left -> notes.leftOut(left.position(), left.text(), ""));
    corosync.ifPresent(conf ->
        conf.others()
            .forEach(setting ->
                notes.leftOut(setting.position(), setting.name() + ": " + setting.value(), "")));
    resources.take(written.resources().values());
    SortedMap<NodeName, NodeDefinition> nodes = nodes();
    SortedMap<String, List<ResourceId>> tags = tags();
    Constraints constraints = new Constraints(notes, rules, known(nodes, tags));
    Definitions definitions =
        new Definitions(
            ClusterSettings.named(clusterName()),
            clusterOptions(),
            nodes,
            resources.taken(),
            constraints.take(written.constraints()),
            fence.devices(),
            fence.levels(document.topology(), nodes.keySet()),
            defaults(
                written.resourceDefaults(),
                "resource-defaults",
                OptionNames.Resource.STICKINESS,
                options.ofResource(new Options.Owner("the defaults", start), true)),
            defaults(
                written.operationDefaults(),
                "operation-defaults",
                OptionNames.Operation.TIMEOUT,
                options.ofOperation(new Options.Owner("the defaults of operations", start))),
            tags);
    return new Imported(definitions, notes.sorted());
  }

  private Constraints.Known known(
      SortedMap<NodeName, NodeDefinition> nodes, SortedMap<String, List<ResourceId>> tags) {
    Set<ResourceId> names = new HashSet<>(resources.names());
    Set<ResourceId> promotable = new HashSet<>(resources.promotable());
    for (String tag : tags.keySet()) {
      names.add(new ResourceId(tag));
      promotable.add(new ResourceId(tag));
    }
    Set<ResourceId> devices = new HashSet<>();
    fence.devices().keySet().forEach(device -> devices.add(new ResourceId(device.value())));
    Set<NodeName> all = ReachedNodes.of(resources.taken().values());
    all.addAll(nodes.keySet());
    return new Constraints.Known(names, promotable, all, devices);
  }

  // ---- cluster

  private String clusterName() {
    String name = corosync.flatMap(CorosyncConf::clusterName).orElse(written.cluster().name());
    String good = name.replaceAll("[^A-Za-z0-9._:@-]", "-");
    good = good.isEmpty() ? DEFAULTS : good.substring(0, Math.min(63, good.length()));
    if (!good.equals(name)) {
      notes.changed(start, "the cluster's name '" + name + "' is " + good + " now", "");
    }
    return good;
  }

  private List<AttributeSet> clusterOptions() {
    List<AttributeSet> all =
        sets.beside(
            written.clusterOptions(),
            "cluster-options",
            Score.ZERO,
            start,
            options.ofCluster(start));
    notes.changed(
        start,
        "where Pacemaker's defaults are others than ours, they are written under cluster",
        "remove default-stickiness, wait-for-whole-clone and concurrent-fencing if you like ours");
    return all;
  }

  private List<AttributeSet> defaults(
      List<AttributeSet> sets, String id, String usual, Sets.ValueTaker taker) {
    List<AttributeSet> here = this.sets.alone(sets, id, start, taker);
    boolean plain =
        here.size() == 1
            && here.getFirst().rule().isEmpty()
            && !here.getFirst().values().containsKey(usual);
    // Without the usual key our reader would add it; a list of sets is taken as it is.
    return plain
        ? List.of(
            new AttributeSet(id + "-1", Score.ZERO, Optional.empty(), here.getFirst().values()))
        : here;
  }

  // ---- nodes

  private SortedMap<NodeName, NodeDefinition> nodes() {
    SortedMap<NodeName, NodeDefinition> nodes = new TreeMap<>();
    for (NodeDefinition node : written.nodes().values()) {
      String id = node.name().value();
      boolean member = node.kind() == NodeDefinition.Kind.MEMBER;
      nodes.put(
          node.name(),
          new NodeDefinition(
              node.name(),
              node.kind(),
              member ? links(node) : List.of(),
              node.votes(),
              node.preference(),
              sets.alone(
                  node.attributes(),
                  id + "-attributes",
                  node.position(),
                  PacemakerImport::attribute),
              resources.utilization(node.utilization(), id, node.position()),
              node.position()));
    }
    Set<String> known = new HashSet<>();
    written.nodes().keySet().forEach(name -> known.add(name.value()));
    corosync.ifPresent(conf -> {
      nodeIds(written).keySet().stream()
          .flatMap(id -> Optional.ofNullable(conf.nodeIds().get(id)).stream())
          .forEach(known::add);
      conf.links().keySet().stream()
          .filter(name -> !known.contains(name))
          .forEach(name ->
              notes.toDo(start, "corosync.conf has a node " + name + " that the CIB lacks", ""));
    });
    return nodes;
  }

  /** Attributes that Pacemaker knows of itself begin with {@code #}. */
  private static void attribute(
      AttributeSet from, String name, String value, SortedMap<String, String> into) {
    if (!name.equals("#id") && !name.equals("#is_dc")) {
      into.put(name, value);
    }
  }

  private List<String> links(NodeDefinition node) {
    Optional<List<String>> found =
        corosync.flatMap(conf ->
            Optional.ofNullable(conf.links().get(node.name().value())).or(() -> byId(conf, node)));
    if (found.isEmpty()) {
      notes.toDo(
          node.position(),
          "the addresses of node " + node.name() + " are not known; its name is written as one",
          "write its address on each network under links, or import with --corosync");
    }
    return found.orElseGet(() -> List.of(node.name().value()));
  }

  private Optional<List<String>> byId(CorosyncConf conf, NodeDefinition node) {
    return nodeIds(written).entrySet().stream()
        .filter(entry -> entry.getValue().equals(node.name().value()))
        .flatMap(entry -> Optional.ofNullable(conf.nodeIds().get(entry.getKey())).stream())
        .flatMap(name -> Optional.ofNullable(conf.links().get(name)).stream())
        .findFirst();
  }

  // ---- tags

  private SortedMap<String, List<ResourceId>> tags() {
    Set<String> used = new HashSet<>();
    written.constraints().forEach(constraint -> uses(constraint, used));
    SortedMap<String, List<ResourceId>> tags = new TreeMap<>();
    written
        .tags()
        .forEach((tag, members) -> {
          SourcePosition position = document.positions().of(tag).orElse(start);
          boolean template = document.templates().contains(tag);
          List<ResourceId> here = new ArrayList<>();
          for (ResourceId member : members) {
            if (resources.names().contains(member)) {
              here.add(member);
            } else if (!template) {
              notes.leftOut(position, member + " in tag " + tag + ": it is no resource here", "");
            }
          }
          if (!here.isEmpty() && (!template || used.contains(tag))) {
            tags.put(tag, here);
            if (template) {
              notes.changed(
                  position,
                  "constraints speak of template " + tag + "; a tag of that name is there now",
                  "");
            }
          }
        });
    return tags;
  }

  private static void uses(Constraint constraint, Set<String> used) {
    switch (constraint) {
      case Constraint.Location l -> {
        if (l.resources() instanceof Constraint.Selector.Ids ids) {
          ids.ids().forEach(id -> used.add(id.value()));
        }
      }
      case Constraint.Colocation c -> {
        used.add(c.dependent().resource().value());
        used.add(c.with().resource().value());
      }
      case Constraint.Order o -> {
        used.add(o.first().resource().value());
        used.add(o.then().resource().value());
      }
      case Constraint.ColocationSets c -> sets(c.sets(), used);
      case Constraint.OrderSets o -> sets(o.sets(), used);
      case Constraint.Ticket t -> sets(t.resources(), used);
    }
  }

  private static void sets(List<Constraint.ResourceSet> sets, Set<String> used) {
    sets.forEach(set -> set.members().forEach(member -> used.add(member.value())));
  }
}
