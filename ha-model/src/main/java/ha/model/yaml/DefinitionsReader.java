package ha.model.yaml;

import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.Constraint;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.definition.OptionTable;
import ha.model.definition.OptionTable.Scope;
import ha.model.yaml.References.Suffix;
import ha.model.yaml.References.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the whole file, section by section. */
final class DefinitionsReader {
  static final String RESOURCE_DEFAULTS = "resource-defaults";
  static final String OPERATION_DEFAULTS = "operation-defaults";

  /** Staying is worth something, so that a healthy resource does not move for nothing. */
  static final String USUAL_STICKINESS = "1";

  static final String USUAL_TIMEOUT = "20s";

  private final Reading reading;
  private final OptionReader options;

  DefinitionsReader(Reading reading) {
    this.reading = reading;
    this.options = new OptionReader(reading);
  }

  /** What was read, as far as it could be, and the devices that some level mentions. */
  record Result(Definitions definitions, Set<String> usedDevices) {}

  Optional<Result> read(Yaml root) {
    return reading
        .values
        .mapping(root, "the file", "cluster:, nodes:, resources: and so on")
        .map(this::sections);
  }

  private Result sections(Yaml.Mapping root) {
    Fields fields = reading.fields(root, "the file");
    ClusterReader.Cluster cluster =
        new ClusterReader(reading)
            .read(fields.need("cluster", "{name: my-cluster}").orElseGet(() -> nameOnly(root)));
    DeviceReader devices = new DeviceReader(reading);
    NodeReader nodes = new NodeReader(reading, devices);
    fields.need("nodes", "{alice: {links: [10.0.0.1]}}").ifPresent(nodes::read);
    section(fields, "fence-devices").ifPresent(devices::readDevices);
    section(fields, "fence-topology").ifPresent(devices::readTopology);
    ResourceReader resources = new ResourceReader(reading);
    section(fields, "templates").ifPresent(resources::readTemplates);
    section(fields, "resources").ifPresent(resources::read);
    ConstraintReader constraints = new ConstraintReader(reading);
    section(fields, "constraints").ifPresent(constraints::read);
    Defaults defaults = defaults(section(fields, "defaults"));
    SortedMap<String, List<ResourceId>> tags = tags(section(fields, "tags"));
    fields.startingWith(OptionTable.OWN_PREFIX);
    fields.close();
    List<Constraint> all = new ArrayList<>(resources.locations());
    all.addAll(constraints.constraints());
    var topology = new ArrayList<>(nodes.levels());
    topology.addAll(devices.topology());
    Definitions definitions =
        new Definitions(
            cluster.settings(),
            cluster.options(),
            nodes.nodes(),
            resources.resources(),
            all,
            devices.devices(),
            topology,
            defaults.resources(),
            defaults.operations(),
            tags);
    return new Result(definitions, devices.used());
  }

  /** Stands for a cluster section that is missing, which was told of. */
  private static Yaml nameOnly(Yaml.Mapping root) {
    Yaml name = new Yaml.Scalar("cluster", true, root.position());
    return new Yaml.Mapping(
        List.of(new Yaml.Entry("name", root.position(), name)), 2, root.position());
  }

  /** A section that may be missing, or be there with nothing in it. */
  private static Optional<Yaml> section(Fields fields, String key) {
    return fields
        .take(key)
        .filter(value -> !(value instanceof Yaml.Scalar scalar && scalar.isNull()));
  }

  private record Defaults(List<AttributeSet> resources, List<AttributeSet> operations) {}

  private Defaults defaults(Optional<Yaml> value) {
    Optional<Fields> fields =
        value
            .flatMap(v -> reading.values.mapping(v, "defaults", "{resources: {stickiness: 1}}"))
            .map(mapping -> reading.fields(mapping, "defaults"));
    Defaults read =
        new Defaults(
            defaults(
                fields.flatMap(f -> section(f, "resources")),
                RESOURCE_DEFAULTS,
                Scope.RESOURCE,
                OptionNames.Resource.STICKINESS,
                USUAL_STICKINESS),
            defaults(
                fields.flatMap(f -> section(f, "operations")),
                OPERATION_DEFAULTS,
                Scope.OPERATION,
                OptionNames.Operation.TIMEOUT,
                USUAL_TIMEOUT));
    fields.ifPresent(Fields::close);
    return read;
  }

  /** A mapping, with what is usual added; or a list of sets, taken as it is. */
  private List<AttributeSet> defaults(
      Optional<Yaml> value, String id, Scope scope, String usualKey, String usual) {
    OptionReader.ValueReader reader = options.optionsOf(scopes(scope));
    if (value.isPresent() && value.get() instanceof Yaml.Sequence list) {
      return options.sets(list, id, reader);
    }
    SortedMap<String, String> plain = new TreeMap<>();
    value
        .flatMap(v -> reading.values.mapping(v, "defaults", "{" + usualKey + ": " + usual + "}"))
        .ifPresent(mapping -> plain.putAll(options.plain(mapping, reader)));
    plain.putIfAbsent(usualKey, usual);
    return OptionReader.joined(id, Score.ZERO, plain, List.of());
  }

  private static Scope[] scopes(Scope scope) {
    return scope == Scope.RESOURCE
        ? new Scope[] {Scope.RESOURCE, Scope.CLONE}
        : new Scope[] {scope};
  }

  private SortedMap<String, List<ResourceId>> tags(Optional<Yaml> value) {
    SortedMap<String, List<ResourceId>> tags = new TreeMap<>();
    References references = new References(reading);
    Optional<Yaml.Mapping> mapping =
        value.flatMap(v -> reading.values.mapping(v, "tags", "{web-stack: [web, db]}"));
    for (Yaml.Entry tag : mapping.map(Yaml.Mapping::entries).orElse(List.of())) {
      if (ResourceNames.check(reading, tag.key(), tag.position(), "tag")) {
        List<ResourceId> members =
            reading.values.each(tag.value(), one -> references.read(one, Suffix.NONE)).stream()
                .map(Target::resource)
                .toList();
        tags.put(tag.key(), members);
      }
    }
    return tags;
  }
}
