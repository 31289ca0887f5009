package ha.model.yaml;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AgentRef;
import ha.model.definition.AttributeSet;
import ha.model.definition.Constraint;
import ha.model.definition.OptionNames;
import ha.model.definition.OptionTable;
import ha.model.definition.OptionTable.Scope;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/** Reads {@code resources:}. */
final class ResourceReader {
  private static final Set<String> PRIMITIVE_KEYS =
      Set.of("agent", "with", "operations", "utilization", "options");
  private static final String PROMOTABLE = OptionNames.Resource.PROMOTABLE;

  private final Reading reading;
  private final OptionReader options;
  private final OperationReader operations;
  private final CloneReader clones;
  private final BundleReader bundles;
  private final AgentNames agents;
  private final Templates templates;
  private final Map<ResourceId, ResourceDefinition> resources = new LinkedHashMap<>();
  private final List<Constraint> locations = new ArrayList<>();

  ResourceReader(Reading reading) {
    this.reading = reading;
    this.options = new OptionReader(reading);
    this.operations = new OperationReader(reading);
    this.clones = new CloneReader(reading, options);
    this.bundles = new BundleReader(reading, options, this::inContainer);
    this.agents = new AgentNames(reading);
    this.templates = new Templates(reading, ResourceReader::mergeable);
  }

  private static boolean mergeable(String key) {
    return PRIMITIVE_KEYS.contains(key)
        || key.startsWith(OptionTable.OWN_PREFIX)
        || OptionTable.find(Scope.RESOURCE, key).isPresent();
  }

  Map<ResourceId, ResourceDefinition> resources() {
    return resources;
  }

  /** What {@code prefers} and {@code avoids} say. */
  List<Constraint> locations() {
    return locations;
  }

  /** Reads templates, each also for itself: mistakes count even where nobody uses it. */
  void readTemplates(Yaml value) {
    templates.read(value);
    templates
        .bodies()
        .forEach((name, body) -> {
          Fields fields = reading.fields(body, "template '" + name + "'");
          parts(name, fields, false, body.position());
          fields.close();
        });
  }

  void read(Yaml value) {
    reading
        .values
        .mapping(value, "resources", "resources: {web: {agent: process, with: {…}}}")
        .ifPresent(all -> all.entries().forEach(this::top));
  }

  private void top(Yaml.Entry entry) {
    String name = entry.key();
    String owner = "resource '" + name + "'";
    Optional<Yaml.Mapping> mapping =
        reading.values.mapping(entry.value(), owner, name + ": {agent: process, with: {…}}");
    if (!ResourceNames.check(reading, name, entry.position(), "resource") || mapping.isEmpty()) {
      return;
    }
    Fields fields = reading.fields(templates.applied(mapping.get()), owner);
    if (fields.has(BundleReader.CONTAINERS)) {
      bundles
          .read(name, fields, entry.position())
          .ifPresent(bundle -> resources.put(bundle.id(), bundle));
      wishes(fields, name);
      fields.close();
      return;
    }
    CloneReader.Spelling clone = clones.spelling(fields);
    Optional<ResourceDefinition> inner =
        fields.has("group")
            ? group(name, fields, entry.position()).map(group -> group)
            : Optional.of(primitive(name, fields, mayBePromoted(name), entry.position()));
    wishes(fields, name);
    fields.close();
    inner
        .flatMap(child -> clones.wrapped(child, clone))
        .ifPresent(definition -> resources.put(definition.id(), definition));
  }

  private boolean mayBePromoted(String name) {
    return reading.names.mayBePromoted(name);
  }

  private Optional<Group> group(String name, Fields fields, SourcePosition position) {
    Optional<Yaml.Mapping> members =
        fields.mapping("group", "group: {addr: {agent: …}, httpd: {agent: …}}");
    for (String key : List.of("agent", "template", "operations", "utilization")) {
      fields
          .entry(key)
          .ifPresent(entry ->
              reading.findings.error(
                  entry.position(),
                  "a group has no '" + key + "'",
                  "it at the members",
                  "move it to the members"));
    }
    List<Primitive> read = new ArrayList<>();
    boolean promotable = mayBePromoted(name);
    members.ifPresent(all -> {
      all.entries().forEach(e -> member(e, promotable).ifPresent(read::add));
      if (all.entries().isEmpty()) {
        reading.findings.error(
            all.position(),
            "group '" + name + "' is empty",
            "at least one member",
            "add a member, or remove the group");
      }
    });
    SortedMap<String, String> plain = options.beside(fields, Scope.RESOURCE);
    List<AttributeSet> listed =
        options.listed(fields, name + "-options", Scope.RESOURCE, Scope.CLONE);
    return Optional.of(
        new Group(
            new ResourceId(name),
            read,
            parameters(reading, options, fields, name),
            OptionReader.joined(name + "-options", Score.ZERO, plain, listed),
            position));
  }

  private Optional<Primitive> inContainer(Yaml.Entry entry) {
    return part(
        entry,
        "the containers' resource '" + entry.key() + "'",
        "bundle",
        mayBePromoted(entry.key()));
  }

  private Optional<Primitive> member(Yaml.Entry entry, boolean promotable) {
    return part(entry, "group member '" + entry.key() + "'", "group", promotable);
  }

  /** A plain resource inside of a group or bundle. */
  private Optional<Primitive> part(
      Yaml.Entry entry, String owner, String whole, boolean promotable) {
    Optional<Yaml.Mapping> mapping =
        reading.values.mapping(entry.value(), owner, entry.key() + ": {agent: …, with: {…}}");
    if (!ResourceNames.check(reading, entry.key(), entry.position(), "resource")
        || mapping.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = reading.fields(templates.applied(mapping.get()), owner);
    for (String key : List.of("clone", PROMOTABLE, "group", "prefers", "avoids")) {
      if (fields.has(key)) {
        reading.findings.error(
            fields.entry(key).orElseThrow().position(),
            owner + " has '" + key + "', which only the whole " + whole + " can have",
            "a plain resource there",
            "move it to the " + whole + ", or take the resource out of it");
      }
    }
    Primitive found = primitive(entry.key(), fields, promotable, entry.position());
    fields.close();
    return Optional.of(found);
  }

  private Primitive primitive(
      String name, Fields fields, boolean promotable, SourcePosition position) {
    Optional<Yaml> template = fields.take("template");
    boolean usable =
        template.isEmpty()
            || template.flatMap(templates::name).filter(templates::sound).isPresent();
    if (!fields.has("agent") && !fields.has("group") && usable) {
      reading.findings.error(
          fields.position(),
          fields.owner() + (template.isEmpty() ? " lacks" : " and its template lack") + " 'agent'",
          "the key agent, or group",
          "write agent: process, agent: ocf:heartbeat:IPaddr2 or the like");
    }
    return parts(name, fields, promotable, position);
  }

  /** Everything of a primitive; where the agent is missing or wrong, one that is never used. */
  private Primitive parts(String name, Fields fields, boolean promotable, SourcePosition position) {
    Optional<String> template =
        fields
            .take("template")
            .flatMap(v -> v instanceof Yaml.Scalar s ? Optional.of(s.text()) : Optional.empty());
    AgentRef agent = fields.take("agent").flatMap(agents::read).orElse(AgentRef.builtIn("none"));
    List<AttributeSet> parameters = with(fields, name, new ParameterReader(reading, agent)::read);
    SortedMap<String, String> plain = options.beside(fields, Scope.RESOURCE);
    List<AttributeSet> listed =
        options.listed(fields, name + "-options", Scope.RESOURCE, Scope.CLONE);
    return new Primitive(
        new ResourceId(name),
        agent,
        parameters,
        OptionReader.joined(name + "-options", Score.ZERO, plain, listed),
        NodeReader.utilization(reading, options, fields, name),
        operations.read(
            fields.take("operations"),
            new OperationReader.Owner(name, agent, promotable, position)),
        template,
        position);
  }

  private List<AttributeSet> with(Fields fields, String owner, OptionReader.ValueReader reader) {
    return fields
        .take("with")
        .map(value -> options.sets(value, "with", owner + "-with", reader))
        .orElse(List.of());
  }

  /** The key {@code with} of what holds resources of several agents. */
  static List<AttributeSet> parameters(
      Reading reading, OptionReader options, Fields fields, String owner) {
    return fields
        .take("with")
        .map(v -> options.sets(v, "with", owner + "-with", e -> Parameters.read(reading, e)))
        .orElse(List.of());
  }

  /** The keys {@code prefers} and {@code avoids}: nodes and how much. */
  private void wishes(Fields fields, String resource) {
    wishes(fields, resource, "prefers", score -> score);
    wishes(fields, resource, "avoids", Score::negated);
  }

  private void wishes(Fields fields, String resource, String key, UnaryOperator<Score> signed) {
    Optional<Yaml.Mapping> wishes = fields.mapping(key, key + ": {alice: 100}");
    for (Yaml.Entry wish : wishes.map(Yaml.Mapping::entries).orElse(List.of())) {
      Optional<NodeName> node = NodeNames.read(reading, wish.key(), wish.position());
      Optional<Score> score = wishScore(wish, key).map(signed);
      if (node.isPresent() && score.isPresent()) {
        locations.add(
            new Constraint.Location(
                wishId(resource, key, node.get()),
                new Constraint.Selector.Ids(List.of(new ResourceId(resource))),
                Optional.empty(),
                new Constraint.Preference.OfNode(node.get(), score.get()),
                Constraint.Discovery.ALWAYS,
                wish.position()));
      }
    }
  }

  /** What the constraint is called that {@code prefers} or {@code avoids} makes. */
  static String wishId(String resource, String key, NodeName node) {
    return resource + "-" + key + "-" + node;
  }

  /** A score above zero; {@code always} and {@code never} where they mean the same as the key. */
  private Optional<Score> wishScore(Yaml.Entry wish, String key) {
    boolean avoid = key.equals("avoids");
    if (avoid && wish.value() instanceof Yaml.Scalar s && s.text().equals("never")) {
      return Optional.of(Score.INFINITY);
    }
    Optional<Score> score = reading.values.score(wish.value(), key + " " + wish.key());
    return score.filter(found -> {
      boolean good = found.compareTo(Score.ZERO) > 0;
      if (!good) {
        reading.values.wrong(
            wish.value(),
            key + " " + wish.key(),
            "a whole number above zero, or " + (avoid ? "never" : "always"),
            avoid ? "write a number without sign" : "use avoids for nodes that are not wanted");
      }
      return good;
    });
  }
}
