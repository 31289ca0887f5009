package ha.model.yaml;

import ha.model.NodeName;
import ha.model.Sizes;
import ha.model.definition.AttributeSet;
import ha.model.definition.FencingLevel;
import ha.model.definition.NodeDefinition;
import ha.model.definition.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code nodes:}. */
final class NodeReader {
  static final int MOST_LINKS = 8;

  private static final int LONGEST_NAME = 63;
  private static final Pattern SIZE = Pattern.compile("([0-9]+) ?([kKmMgGtT])(i?[bB]?|igs?|egs?)");

  private final Reading reading;
  private final OptionReader options;
  private final DeviceReader devices;
  private final SortedMap<NodeName, NodeDefinition> nodes = new TreeMap<>();
  private final SortedMap<NodeName, List<FencingLevel>> levels = new TreeMap<>();
  private final Map<String, SourcePosition> addresses = new HashMap<>();

  NodeReader(Reading reading, DeviceReader devices) {
    this.reading = reading;
    this.options = new OptionReader(reading);
    this.devices = devices;
  }

  SortedMap<NodeName, NodeDefinition> nodes() {
    return nodes;
  }

  /** Levels that nodes name, by node and in order of preference. */
  List<FencingLevel> levels() {
    return levels.values().stream().flatMap(List::stream).toList();
  }

  void read(Yaml value) {
    Optional<Yaml.Mapping> mapping =
        reading.values.mapping(value, "nodes", "nodes: {alice: {links: [10.0.0.1]}}");
    mapping.ifPresent(all -> {
      all.entries().forEach(this::node);
      if (all.entries().isEmpty()) {
        reading.values.wrong(value, "nodes", "at least one node", "");
      }
    });
  }

  private void node(Yaml.Entry entry) {
    boolean good = goodName(entry);
    String owner = "node '" + entry.key() + "'";
    Optional<Yaml.Mapping> mapping =
        reading.values.mapping(
            entry.value(), owner, entry.key() + ": {links: [10.0.0.1], fence: [a-device]}");
    if (mapping.isEmpty()) {
      return;
    }
    NodeName name = new NodeName(good ? entry.key() : Names.repaired(entry.key()));
    Fields fields = reading.fields(mapping.get(), owner);
    NodeDefinition.Kind kind =
        fields.word("kind", NodeDefinition.Kind.class).orElse(NodeDefinition.Kind.MEMBER);
    List<String> links = links(fields, kind);
    int votes = fields.whole("votes", 0, 1000).orElse(1);
    int preference = fields.whole("preference", -1_000_000, 1_000_000).orElse(0);
    fields.take("fence").ifPresent(value -> levels.put(name, devices.levels(name, value)));
    List<AttributeSet> attributes =
        fields
            .take("attributes")
            .map(v -> options.sets(v, "attributes", name + "-attributes", this::attribute))
            .orElse(List.of());
    List<AttributeSet> utilization = utilization(reading, options, fields, name.value());
    fields.close();
    if (good) {
      nodes.put(
          name,
          new NodeDefinition(
              name, kind, links, votes, preference, attributes, utilization, entry.position()));
    }
  }

  private boolean goodName(Yaml.Entry entry) {
    String name = entry.key();
    boolean good = Names.good(name, LONGEST_NAME) && name.indexOf(':') < 0 && name.indexOf('@') < 0;
    if (!good) {
      reading.findings.error(
          entry.position(),
          "node name '" + name + "' holds characters that no node's name may have, or too many",
          "1 to 63 letters, digits or ._-",
          "write " + Names.repaired(name).replace(':', '-').replace('@', '-'));
    }
    return good;
  }

  private Optional<String> attribute(Yaml.Entry entry) {
    return reading.values.text(entry.value(), "attribute " + entry.key());
  }

  /** The key {@code utilization} of a node or resource: numbers, or sizes turned into bytes. */
  static List<AttributeSet> utilization(
      Reading reading, OptionReader options, Fields fields, String owner) {
    OptionReader.ValueReader amounts =
        entry ->
            reading
                .values
                .text(entry.value(), entry.key())
                .flatMap(text -> {
                  Optional<Long> amount = Sizes.read(text);
                  if (amount.isEmpty()) {
                    reading.values.wrong(
                        entry.value(),
                        entry.key(),
                        "a whole number, or one with a unit (KiB, MiB, GiB, TiB)",
                        meantSize(text));
                  }
                  return amount.map(number -> Long.toString(number));
                });
    return fields
        .take("utilization")
        .map(v -> options.sets(v, "utilization", owner + "-utilization", amounts))
        .orElse(List.of());
  }

  private static String meantSize(String text) {
    Matcher size = SIZE.matcher(text);
    return size.matches()
        ? "write " + size.group(1) + size.group(2).toUpperCase(Locale.ROOT) + "iB"
        : "write it as in 4 or 64GiB";
  }

  private List<String> links(Fields fields, NodeDefinition.Kind kind) {
    Optional<Yaml> value =
        kind != NodeDefinition.Kind.REMOTE
            ? fields.need("links", "[10.0.0.1, 192.168.9.1]")
            : fields.take("links");
    Optional<Yaml.Sequence> list =
        value.flatMap(v -> reading.values.sequence(v, "links", "links: [10.0.0.1, 192.168.9.1]"));
    if (list.isEmpty()) {
      return List.of();
    }
    List<Yaml> items = list.get().items();
    if (items.size() > MOST_LINKS || (items.isEmpty() && kind != NodeDefinition.Kind.REMOTE)) {
      reading.findings.error(
          list.get().position(),
          fields.owner() + " has " + items.size() + " links",
          "1 to " + MOST_LINKS + " addresses",
          items.isEmpty() ? "write its address on each link" : "remove some");
    }
    List<String> links = new ArrayList<>();
    for (Yaml item : items) {
      links.add(address(item).orElse("")); // Wrong ones count, so that they are told of once.
    }
    return links;
  }

  private Optional<String> address(Yaml value) {
    Optional<String> text = reading.values.text(value, "a link's address");
    return text.filter(address -> {
      if (!Addresses.good(address)) {
        reading.values.wrong(
            value,
            "a link's address",
            "an IPv4 or IPv6 address, or a host name",
            "write it as in 10.0.0.1, without a port");
        return false;
      }
      SourcePosition earlier = addresses.putIfAbsent(address, value.position());
      if (earlier != null) {
        reading.findings.error(
            value.position(),
            "address " + address + " is taken on line " + earlier.line(),
            "a different address for each link of each node",
            "");
      }
      return true;
    });
  }
}
