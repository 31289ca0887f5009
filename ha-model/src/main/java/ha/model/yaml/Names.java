package ha.model.yaml;

import ha.model.NodeName;
import ha.model.definition.OptionNames;
import ha.model.definition.SourcePosition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every name that the file defines, found before anything else is read: what is broken in itself is
 * still known by name, so that one mistake is told of once.
 */
final class Names {
  /** Resources of this agent are connections to nodes of their name. */
  private static final String REMOTE_AGENT = "ocf:pacemaker:remote";

  private final Map<String, SourcePosition> nodes = new LinkedHashMap<>();
  private final Map<String, SourcePosition> devices = new LinkedHashMap<>();
  private final Map<String, SourcePosition> templates = new LinkedHashMap<>();
  private final Map<String, SourcePosition> resources = new LinkedHashMap<>();
  private final Map<String, SourcePosition> tags = new LinkedHashMap<>();
  private final Set<String> reached = new LinkedHashSet<>();
  private final Set<String> withFence = new LinkedHashSet<>();
  private final Set<String> promotable = new LinkedHashSet<>();

  private Names() {}

  static Names of(Yaml root, Findings findings) {
    Names names = new Names();
    for (Yaml.Entry node : section(root, "nodes")) {
      names.nodes.put(node.key(), node.position());
      if (node.value() instanceof Yaml.Mapping mapping && mapping.find("fence").isPresent()) {
        names.withFence.add(node.key());
      }
    }
    section(root, "fence-devices").forEach(e -> names.devices.put(e.key(), e.position()));
    section(root, "templates").forEach(e -> names.templates.put(e.key(), e.position()));
    section(root, "resources").forEach(e -> names.resource(e, findings));
    section(root, "tags").forEach(e -> names.tag(e, findings));
    return names;
  }

  private static Collection<Yaml.Entry> section(Yaml root, String key) {
    return inside(root, key).map(Yaml.Mapping::entries).orElse(java.util.List.of());
  }

  private static Optional<Yaml.Mapping> inside(Yaml value, String key) {
    return value instanceof Yaml.Mapping mapping
        ? mapping
            .find(key)
            .map(Yaml.Entry::value)
            .flatMap(v -> v instanceof Yaml.Mapping m ? Optional.of(m) : Optional.empty())
        : Optional.empty();
  }

  private void resource(Yaml.Entry entry, Findings findings) {
    define(entry.key(), entry.position(), findings);
    Optional<Yaml.Mapping> group = inside(entry.value(), "group");
    group.ifPresent(g -> g.entries().forEach(m -> define(m.key(), m.position(), findings)));
    if (!(entry.value() instanceof Yaml.Mapping mapping)) {
      return;
    }
    reached(entry.key(), mapping);
    group.ifPresent(g ->
        g.entries()
            .forEach(m -> {
              if (m.value() instanceof Yaml.Mapping member) {
                reached(m.key(), member);
              }
            }));
    bundle(entry.key(), mapping, findings);
    boolean promoted = mapping.find("promotable").isPresent();
    Optional<Yaml.Entry> clone = mapping.find("clone").or(() -> mapping.find("promotable"));
    clone.ifPresent(c -> {
      String id = cloneId(entry.key(), c.value());
      define(id, c.position(), findings);
      if (promoted || saysPromotable(c.value())) {
        promotable.add(id);
        promotable.add(entry.key());
        group.ifPresent(g -> g.entries().forEach(m -> promotable.add(m.key())));
      }
    });
  }

  /** What runs in containers, and the nodes that these are. */
  private void bundle(String name, Yaml.Mapping resource, Findings findings) {
    Optional<Yaml.Mapping> containers =
        resource
            .find(BundleReader.CONTAINERS)
            .map(Yaml.Entry::value)
            .flatMap(v -> v instanceof Yaml.Mapping m ? Optional.of(m) : Optional.empty());
    if (containers.isEmpty()) {
      return;
    }
    boolean promoted = count(containers.get(), OptionNames.Resource.PROMOTED_MAX).orElse(0) > 0;
    int most = count(containers.get(), "replicas").orElse(1);
    for (int i = 0; i < most; i++) {
      reached.add(name + "-" + i);
    }
    inside(resource, BundleReader.RUN)
        .ifPresent(run ->
            run.entries()
                .forEach(child -> {
                  define(child.key(), child.position(), findings);
                  if (promoted) {
                    promotable.add(child.key());
                    promotable.add(name);
                  }
                }));
  }

  private static Optional<Integer> count(Yaml.Mapping mapping, String key) {
    return scalar(mapping, key).filter(t -> t.matches("\\d{1,4}")).map(Integer::parseInt);
  }

  /** Nodes that come with a resource: one reached through it, or a guest in it. */
  private void reached(String name, Yaml.Mapping resource) {
    if (scalar(resource, "agent").equals(Optional.of(REMOTE_AGENT))) {
      reached.add(name);
    }
    scalar(resource, OptionNames.Resource.REMOTE_NODE).ifPresent(reached::add);
  }

  private static Optional<String> scalar(Yaml.Mapping mapping, String key) {
    return mapping
        .find(key)
        .map(Yaml.Entry::value)
        .flatMap(v -> v instanceof Yaml.Scalar s ? Optional.of(s.text()) : Optional.empty());
  }

  /** The clone's own id: as written, or the resource's name with {@code -clone}. */
  private static String cloneId(String resource, Yaml clone) {
    return clone instanceof Yaml.Mapping mapping
            && mapping.find("id").map(Yaml.Entry::value).orElse(null) instanceof Yaml.Scalar id
        ? id.text()
        : resource + "-clone";
  }

  /** Whether the option is set, plainly or in any of the listed sets. */
  private static boolean saysPromotable(Yaml clone) {
    if (!(clone instanceof Yaml.Mapping mapping)) {
      return false;
    }
    Optional<Yaml> sets = mapping.find("options").map(Yaml.Entry::value);
    boolean listed =
        sets.isPresent()
            && sets.get() instanceof Yaml.Sequence list
            && list.items().stream()
                .flatMap(set -> inside(set, "values").stream())
                .anyMatch(Names::promotableIsTrue);
    return listed || promotableIsTrue(mapping);
  }

  private static boolean promotableIsTrue(Yaml.Mapping mapping) {
    return mapping.find("promotable").map(Yaml.Entry::value).orElse(null)
            instanceof Yaml.Scalar flag
        && flag.text().equals("true");
  }

  private void define(String name, SourcePosition position, Findings findings) {
    SourcePosition earlier = resources.putIfAbsent(name, position);
    if (earlier != null) {
      findings.error(
          position,
          "name '" + name + "' is taken by the resource on line " + earlier.line(),
          "a name that no other resource, group member or clone has",
          "rename one of them");
    }
  }

  private void tag(Yaml.Entry entry, Findings findings) {
    tags.put(entry.key(), entry.position());
    if (resources.containsKey(entry.key()) || templates.containsKey(entry.key())) {
      findings.error(
          entry.position(),
          "tag '" + entry.key() + "' has the name of a resource or template",
          "a name of its own",
          "rename the tag");
    }
  }

  /** Whether the node says anything of how it is fenced, be it right or wrong. */
  boolean fenceWritten(NodeName node) {
    return withFence.contains(node.value());
  }

  Set<String> nodes() {
    return nodes.keySet();
  }

  /** Nodes that are reached through a resource. */
  Set<String> reached() {
    return reached;
  }

  Map<String, SourcePosition> devices() {
    return devices;
  }

  Set<String> templates() {
    return templates.keySet();
  }

  /** Resources, members of groups and clones. */
  Set<String> resources() {
    return resources.keySet();
  }

  /** Whatever a constraint may speak of: resources, tags and templates. */
  Set<String> targets() {
    Set<String> all = new LinkedHashSet<>(resources.keySet());
    all.addAll(tags.keySet());
    all.addAll(templates.keySet());
    return all;
  }

  /** Whether a role or promotion makes sense for it; unknown for tags and templates, so yes. */
  boolean mayBePromoted(String name) {
    return promotable.contains(name) || !resources.containsKey(name);
  }

  /** Whether {@code name} has 1 to {@code longest} allowed characters. */
  static boolean good(String name, int longest) {
    return !name.isEmpty() && name.length() <= longest && name.chars().allMatch(Names::allowed);
  }

  /** {@code name} with a hyphen for each character that is not allowed. */
  static String repaired(String name) {
    StringBuilder repaired = new StringBuilder();
    name.codePoints()
        .limit(63)
        .forEach(c -> repaired.append(allowed(c) ? Character.toString(c) : "-"));
    return repaired.isEmpty() ? "a-name" : repaired.toString();
  }

  private static boolean allowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "._-:@".indexOf(c) >= 0;
  }
}
