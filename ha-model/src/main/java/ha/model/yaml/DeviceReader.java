package ha.model.yaml;

import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.FencingLevel;
import ha.model.definition.FencingLevel.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads {@code fence-devices:}, {@code fence-topology:} and the levels that nodes name. */
final class DeviceReader {
  static final int MOST_LEVELS = 9;

  private static final Pattern AGENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

  private final Reading reading;
  private final SortedMap<DeviceId, FenceDeviceDefinition> devices = new TreeMap<>();
  private final List<FencingLevel> topology = new ArrayList<>();
  private final Set<String> used = new HashSet<>();

  DeviceReader(Reading reading) {
    this.reading = reading;
  }

  SortedMap<DeviceId, FenceDeviceDefinition> devices() {
    return devices;
  }

  List<FencingLevel> topology() {
    return topology;
  }

  /** Names that some level mentions. */
  Set<String> used() {
    return used;
  }

  void readDevices(Yaml value) {
    reading
        .values
        .mapping(value, "fence-devices", "fence-devices: {alice-bmc: {agent: ipmi, address: …}}")
        .ifPresent(all -> all.entries().forEach(this::device));
  }

  private void device(Yaml.Entry entry) {
    String owner = "fence device '" + entry.key() + "'";
    if (!ResourceNames.check(reading, entry.key(), entry.position(), "fence device")) {
      return;
    }
    Optional<Yaml.Mapping> mapping =
        reading.values.mapping(entry.value(), owner, entry.key() + ": {agent: ipmi, address: …}");
    if (mapping.isEmpty()) {
      return;
    }
    Fields fields = reading.fields(mapping.get(), owner);
    Optional<String> agent = fields.need("agent", "ipmi").flatMap(this::agent);
    SortedMap<String, String> parameters = new TreeMap<>();
    fields
        .mapping("with", "{agent: …}")
        .ifPresent(with -> with.entries().forEach(e -> parameter(e, parameters)));
    fields.rest().forEach(e -> parameter(e, parameters));
    agent.ifPresent(name -> {
      DeviceId id = new DeviceId(entry.key());
      devices.put(id, new FenceDeviceDefinition(id, name, parameters, entry.position()));
    });
  }

  private Optional<String> agent(Yaml value) {
    Optional<String> text = reading.values.text(value, "agent");
    return text.filter(name -> {
      if (!AGENT.matcher(name).matches()) {
        reading.values.wrong(
            value, "agent", "ipmi, or the name of a fence agent", "write it as in fence_xvm");
        return false;
      }
      Optional<String> unknown =
          reading
              .catalog
              .filter(known -> !name.startsWith("fence_") && !known.fenceAgents().isEmpty())
              .filter(known -> !known.fenceAgents().contains(name))
              .map(known -> Words.meant(name, known.fenceAgents()));
      unknown.ifPresent(fix ->
          reading.findings.error(
              value.position(),
              "there is no built-in fence agent '" + name + "'",
              "a built-in one, or one whose name begins with fence_",
              fix));
      return unknown.isEmpty();
    });
  }

  private void parameter(Yaml.Entry entry, SortedMap<String, String> parameters) {
    if (Parameters.secret(entry.key())) {
      reading.findings.error(
          entry.position(),
          "'" + entry.key() + "' is a secret, and this file is shown and copied",
          "the name of a file that holds it, readable by root only",
          "write the secret into a file and name that: password-file: secrets/NAME");
      return;
    }
    if (Parameters.goodName(reading, entry)) {
      reading
          .values
          .text(entry.value(), entry.key())
          .ifPresent(text -> parameters.put(entry.key(), text));
    }
  }

  /** The value of a node's {@code fence}: a device, or a list with one level an element. */
  List<FencingLevel> levels(NodeName node, Yaml value) {
    List<Yaml> items = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
    if (items.size() > MOST_LEVELS) {
      reading.values.wrong(value, "fence", "at most " + MOST_LEVELS + " levels", "remove some");
    }
    List<FencingLevel> levels = new ArrayList<>();
    for (Yaml item : items) {
      List<DeviceId> names = names(item);
      if (!names.isEmpty() && levels.size() < MOST_LEVELS) {
        levels.add(
            new FencingLevel(new Target.Node(node), levels.size() + 1, names, item.position()));
      }
    }
    return levels;
  }

  private List<DeviceId> names(Yaml value) {
    return reading.values.each(value, this::name);
  }

  private Optional<DeviceId> name(Yaml value) {
    Optional<String> text = reading.values.text(value, "a fence device's name");
    return text.filter(
            name -> {
              used.add(name);
              boolean known = reading.names.devices().containsKey(name);
              if (!known) {
                Words.nearest(name, reading.names.devices().keySet()).ifPresent(used::add);
                reading.findings.error(
                    value.position(),
                    "there is no fence device '" + name + "'",
                    "a name from fence-devices",
                    Words.nearest(name, reading.names.devices().keySet())
                        .map(near -> "write " + near)
                        .orElse("define it under fence-devices"));
              }
              return known && Names.good(name, 255);
            })
        .map(DeviceId::new);
  }

  void readTopology(Yaml value) {
    reading
        .values
        .sequence(value, "fence-topology", "- {node: alice, level: 1, devices: [alice-bmc]}")
        .ifPresent(list -> list.items().forEach(this::level));
  }

  private void level(Yaml value) {
    String example = "{node: alice, level: 1, devices: [alice-bmc]}";
    Optional<Yaml.Mapping> mapping = reading.values.mapping(value, "a fencing level", example);
    if (mapping.isEmpty()) {
      return;
    }
    Fields fields = reading.fields(mapping.get(), "a fencing level");
    Optional<Target> target = target(fields);
    Optional<Integer> index =
        fields.need("level", "1").flatMap(v -> reading.values.whole(v, "level", 1, MOST_LEVELS));
    List<DeviceId> names = fields.need("devices", "[a-device]").map(this::names).orElse(List.of());
    fields.close();
    if (target.isPresent() && index.isPresent() && !names.isEmpty()) {
      topology.add(new FencingLevel(target.get(), index.get(), names, value.position()));
    }
  }

  private Optional<Target> target(Fields fields) {
    Optional<Yaml> node = fields.take("node");
    Optional<Yaml> pattern = fields.take("nodes-matching");
    Optional<String> attribute = fields.text("node-attribute");
    Optional<String> value = fields.text("value");
    int given =
        (node.isPresent() ? 1 : 0)
            + (pattern.isPresent() ? 1 : 0)
            + (attribute.isPresent() ? 1 : 0);
    if (given != 1 || attribute.isPresent() != value.isPresent()) {
      reading.findings.error(
          fields.position(),
          "it is not clear which nodes this fencing level is for",
          "node, or nodes-matching, or node-attribute with value",
          "write it as in node: alice");
      return Optional.empty();
    }
    if (node.isPresent()) {
      return NodeNames.read(reading, node.get()).map(Target.Node::new);
    }
    if (pattern.isPresent()) {
      return pattern(reading, pattern.get(), "nodes-matching").map(Target.Pattern::new);
    }
    return attribute.map(name -> new Target.Attribute(name, value.get()));
  }

  /** A regular expression. */
  static Optional<String> pattern(Reading reading, Yaml value, String what) {
    Optional<String> text = reading.values.text(value, what);
    return text.filter(expression -> {
      try {
        Pattern.compile(expression);
        return true;
      } catch (PatternSyntaxException e) {
        reading.values.wrong(
            value, what, "a regular expression", "correct it: " + e.getDescription());
        return false;
      }
    });
  }
}
