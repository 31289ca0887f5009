package ha.policy.cib;

import ha.model.ResourceId;
import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a configuration is read by nobody: elements and attributes that are not in a table of
 * those that are.
 */
final class CibLeftovers {
  /** Attributes that are read, by element. */
  private static final Map<String, Set<String>> READ =
      Map.ofEntries(
          Map.entry("configuration", Set.of()),
          Map.entry("crm_config", Set.of()),
          Map.entry("cluster_property_set", Set.of("score", "id-ref")),
          Map.entry("nvpair", Set.of("name", "value", "id-ref")),
          Map.entry("attributes", Set.of()),
          Map.entry("rule", rule()),
          Map.entry(
              "expression", Set.of("attribute", "operation", "value", "type", "value-source")),
          Map.entry("date_expression", Set.of("operation", "start", "end")),
          Map.entry("date_spec", calendar()),
          Map.entry("duration", calendar()),
          Map.entry("rsc_expression", Set.of("class", "provider", "type")),
          Map.entry("op_expression", Set.of("name", "interval")),
          Map.entry("nodes", Set.of()),
          Map.entry("node", Set.of("uname", "type")),
          Map.entry("instance_attributes", Set.of("score", "id-ref")),
          Map.entry("meta_attributes", Set.of("score", "id-ref")),
          Map.entry("utilization", Set.of("score", "id-ref")),
          Map.entry("resources", Set.of()),
          Map.entry("template", Set.of("class", "provider", "type")),
          Map.entry("primitive", Set.of("class", "provider", "type", "template")),
          Map.entry("group", Set.of()),
          Map.entry("clone", Set.of()),
          Map.entry("master", Set.of()),
          Map.entry("bundle", Set.of()),
          Map.entry("docker", container()),
          Map.entry("podman", container()),
          Map.entry("rkt", container()),
          Map.entry("network", network()),
          Map.entry("port-mapping", Set.of("port", "range", "internal-port")),
          Map.entry("storage", Set.of()),
          Map.entry(
              "storage-mapping", Set.of("source-dir", "source-dir-root", "target-dir", "options")),
          Map.entry("operations", Set.of("id-ref")),
          Map.entry("op", Set.of()),
          Map.entry("constraints", Set.of()),
          Map.entry("rsc_location", location()),
          Map.entry("rsc_colocation", colocation()),
          Map.entry("rsc_order", order()),
          Map.entry("rsc_ticket", Set.of("rsc", "rsc-role", "ticket", "loss-policy")),
          Map.entry("resource_set", set()),
          Map.entry("resource_ref", Set.of()),
          Map.entry("rsc_defaults", Set.of()),
          Map.entry("op_defaults", Set.of()),
          Map.entry("fencing-topology", Set.of()),
          Map.entry("fencing-level", level()),
          Map.entry("tags", Set.of()),
          Map.entry("tag", Set.of()),
          Map.entry("obj_ref", Set.of()));

  private final List<Leftover> found = new ArrayList<>();
  private final Set<ResourceId> resources = new HashSet<>();
  private final CibParts parts;

  private CibLeftovers(Definitions definitions, CibParts parts) {
    this.parts = parts;
    definitions.resources().values().forEach(this::collect);
  }

  private static Set<String> rule() {
    return Set.of("score", "score-attribute", "boolean-op", "role", "id-ref");
  }

  private static Set<String> calendar() {
    return Set.of(
        "seconds",
        "minutes",
        "hours",
        "days",
        "monthdays",
        "weekdays",
        "yeardays",
        "months",
        "weeks",
        "years",
        "weekyears",
        "moon");
  }

  private static Set<String> container() {
    return Set.of(
        "image",
        "replicas",
        "replicas-per-host",
        "promoted-max",
        "masters",
        "network",
        "options",
        "run-command");
  }

  private static Set<String> network() {
    return Set.of("ip-range-start", "host-netmask", "host-interface", "control-port", "add-host");
  }

  private static Set<String> location() {
    return Set.of("rsc", "rsc-pattern", "role", "resource-discovery", "node", "score");
  }

  private static Set<String> colocation() {
    return Set.of(
        "rsc",
        "with-rsc",
        "rsc-role",
        "with-rsc-role",
        "rsc-instance",
        "with-rsc-instance",
        "score",
        "node-attribute",
        "influence");
  }

  private static Set<String> order() {
    return Set.of(
        "first",
        "then",
        "first-action",
        "then-action",
        "first-instance",
        "then-instance",
        "kind",
        "score",
        "symmetrical",
        "require-all");
  }

  private static Set<String> set() {
    return Set.of(
        "id-ref", "sequential", "require-all", "ordering", "action", "role", "score", "kind");
  }

  private static Set<String> level() {
    return Set.of(
        "index", "devices", "target", "target-pattern", "target-attribute", "target-value");
  }

  private void collect(ResourceDefinition definition) {
    resources.add(definition.id());
    switch (definition) {
      case ResourceDefinition.Primitive primitive -> {}
      case ResourceDefinition.Group group -> group.members().forEach(this::collect);
      case ResourceDefinition.Clone clone -> collect(clone.child());
      case ResourceDefinition.Bundle bundle -> bundle.child().ifPresent(this::collect);
    }
  }

  static List<Leftover> of(XmlElement cib, Definitions definitions) {
    CibLeftovers leftovers = new CibLeftovers(definitions, CibParts.of(cib));
    cib.all("configuration").forEach(leftovers::walk);
    return leftovers.found;
  }

  private void walk(XmlElement e) {
    Set<String> read = READ.get(e.name());
    boolean empty =
        e.children().isEmpty() && (e.name().equals("acls") || e.name().equals("alerts"));
    if (empty) {
      return;
    }
    if (read == null) {
      found.add(new Leftover(e.position(), described(e)));
      return;
    }
    if (isResource(e) && !resources.contains(new ResourceId(e.id()))) {
      found.add(
          new Leftover(e.position(), e.name() + " " + e.id() + ": nothing in it that can be run"));
      return;
    }
    Optional<String> part = parts.namedBy(e);
    if (part.isPresent()) {
      found.add(
          new Leftover(
              e.position(),
              named(e) + ": " + part.get() + " is part of a clone; Pacemaker passes over it"));
      return;
    }
    // The attributes of an operation are its options, which are told of where they are taken over.
    boolean all = e.name().equals("op");
    for (String attribute : e.attributes().keySet()) {
      if (!all && !attribute.equals("id") && !read.contains(attribute)) {
        found.add(
            new Leftover(
                e.position(),
                attribute + "=\"" + e.attributes().get(attribute) + "\" of " + named(e)));
      }
    }
    if (e.name().equals("op") || e.name().equals("op_defaults")) {
      withoutEffect(e);
    }
    e.children().forEach(this::walk);
  }

  private void withoutEffect(XmlElement operation) {
    for (XmlElement set : operation.all("meta_attributes")) {
      for (XmlElement pair : set.all("nvpair")) {
        String name = pair.attribute("name", "");
        if (Sets.ONLY_ATTRIBUTES.contains(name)) {
          found.add(
              new Leftover(
                  pair.position(),
                  name + " of " + named(operation) + ": only an attribute of op has this effect"));
        }
      }
    }
  }

  private static boolean isResource(XmlElement e) {
    return switch (e.name()) {
      case "primitive", "group", "clone", "master", "bundle" -> true;
      default -> false;
    };
  }

  private static String named(XmlElement e) {
    return e.name() + (e.attribute("id").isPresent() ? " " + e.id() : "");
  }

  private static String described(XmlElement e) {
    return switch (e.name()) {
      case "acls" -> "access control lists: who may do what follows from the socket's group";
      case "alerts" ->
          "alerts: "
              + String.join(
                  ", ", e.all("alert").stream().map(a -> a.attribute("path", a.id())).toList());
      default -> "<" + named(e) + ">";
    };
  }
}
