package ha.policy.pacemaker;

import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.FencingLevel;
import ha.model.definition.FencingLevel.Target;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.SourcePosition;
import ha.policy.options.AttributeSets;
import ha.policy.options.RuleContext;
import ha.policy.options.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fence devices, which Pacemaker has among its resources, and the levels in which they are used.
 */
final class FenceDevices {
  private static final int MOST_LEVELS = 9;
  private static final String MAP = "pcmk_host_map";
  private static final String LIST = "pcmk_host_list";

  /** Parameters that name the nodes of a device in agents that are no fence agents of today. */
  private static final List<String> OLD_LISTS = List.of("hostlist", "hostname", "nodelist");

  private final Notes notes;
  private final SortedMap<DeviceId, FenceDeviceDefinition> devices = new TreeMap<>();
  private final Map<DeviceId, Use> uses = new LinkedHashMap<>();

  FenceDevices(Notes notes) {
    this.notes = notes;
  }

  /**
   * How a device is used where no topology says it.
   *
   * @param nodes which it can fence; absent: whichever it is asked to
   */
  private record Use(Optional<Set<String>> nodes, int priority, SourcePosition position) {}

  SortedMap<DeviceId, FenceDeviceDefinition> devices() {
    return devices;
  }

  /** Takes a resource that is a fence device. */
  void add(Primitive resource) {
    RuleContext always = RuleContext.at(Instant.EPOCH);
    Map<String, String> options = AttributeSets.values(resource.options(), always);
    SourcePosition position = resource.position();
    String named = "fence device " + resource.id();
    if ("stopped".equalsIgnoreCase(options.get(OptionNames.Resource.TARGET_ROLE))) {
      notes.leftOut(position, named + ": it was switched off (target-role=Stopped)", "");
      return;
    }
    SortedMap<String, String> given = AttributeSets.values(resource.parameters(), always);
    DeviceId id = new DeviceId(resource.id().value());
    notes.changed(
        position,
        named + " was a resource; it is one of fence-devices now",
        resource.operations().isEmpty()
            ? ""
            : "devices are looked after by themselves, so its operations are gone");
    if (options.containsKey("provides")) {
      notes.toDo(
          position,
          named + " is for unfencing, by which nodes are let at a disk",
          "have the disk's own resource do that");
    }
    String written = options.getOrDefault("priority", given.getOrDefault("priority", "0"));
    uses.put(id, new Use(nodes(given, named, position), Values.score(written, 0), position));
    devices.put(id, device(resource, id, given));
  }

  private Optional<Set<String>> nodes(
      SortedMap<String, String> given, String named, SourcePosition position) {
    Set<String> nodes = new LinkedHashSet<>(plugs(given.getOrDefault(MAP, "")).keySet());
    nodes.addAll(words(given.getOrDefault(LIST, "")));
    if (nodes.isEmpty()) {
      OLD_LISTS.forEach(name -> nodes.addAll(words(given.getOrDefault(name, ""))));
    }
    if (nodes.isEmpty()) {
      notes.changed(
          position,
          named + " does not say which nodes it can fence; it is used for all of them",
          "remove it from nodes that are not behind it");
    }
    return nodes.isEmpty() ? Optional.empty() : Optional.of(nodes);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[,;\\s]+")).filter(w -> !w.isEmpty()).toList();
  }

  /** Plugs by node: {@code alice:1;bob:2,3}. */
  private static Map<String, String> plugs(String text) {
    Map<String, String> plugs = new LinkedHashMap<>();
    for (String entry : text.split("[;\\s]+")) {
      int colon = entry.indexOf(':');
      if (colon > 0) {
        plugs.put(entry.substring(0, colon), entry.substring(colon + 1));
      }
    }
    return plugs;
  }

  private FenceDeviceDefinition device(
      Primitive resource, DeviceId id, SortedMap<String, String> given) {
    String type = resource.agent().type();
    boolean oldIpmi = type.equals("external/ipmi");
    String agent = type.replaceAll("[^A-Za-z0-9_.-]", "-");
    SortedMap<String, String> parameters = new TreeMap<>();
    SourcePosition position = resource.position();
    if (oldIpmi) {
      agent = "ipmi";
      notes.changed(position, "external/ipmi of " + id + " is the built-in agent ipmi now", "");
    } else if (!type.startsWith("fence_")) {
      notes.toDo(
          position,
          "fence device " + id + " is of '" + type + "', which cannot be used here",
          "take the built-in agent ipmi, or a fence agent (fence_…)");
    }
    given.forEach((name, value) -> parameter(id, position, oldIpmi, name, value, parameters));
    return new FenceDeviceDefinition(id, agent, parameters, position);
  }

  private void parameter(
      DeviceId id,
      SourcePosition position,
      boolean oldIpmi,
      String name,
      String value,
      SortedMap<String, String> into) {
    String here = oldIpmi ? ofIpmi(name) : name;
    switch (here) {
      case MAP -> hostMap(id, position, value, into);
      case LIST, "pcmk_host_check", "hostlist", "nodelist", "priority", "" -> {}
      case "action", "pcmk_host_argument" ->
          notes.leftOut(position, name + " of fence device " + id + ": the cluster sets it", "");
      default -> {
        if (Secrets.isOne(name)) {
          String file = "secrets/" + id;
          into.put((oldIpmi ? "password" : name) + "-file", file);
          notes.toDo(
              position,
              "the secret " + name + " of fence device " + id + " is not taken over",
              "write it into the file " + file + " (mode 0600) beside the definitions");
        } else if (here.startsWith("pcmk_") || here.equals("stonith-timeout")) {
          notes.leftOut(
              position,
              name + "=" + value + " of fence device " + id + ": it tells Pacemaker how to fence",
              "timeout of the device and fence-delay under cluster are what there is here");
        } else if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
          notes.leftOut(position, "'" + name + "' of fence device " + id + " is no name", "");
        } else {
          into.put(here, value);
        }
      }
    }
  }

  private static String ofIpmi(String name) {
    return switch (name) {
      case "ipaddr" -> "address";
      case "userid" -> "user";
      case "hostname", "interface" -> "";
      default -> name;
    };
  }

  private void hostMap(
      DeviceId id, SourcePosition position, String value, SortedMap<String, String> into) {
    List<String> entries = new ArrayList<>();
    plugs(value)
        .forEach((node, plug) -> {
          if (plug.isEmpty() || plug.contains(",")) {
            notes.toDo(
                position,
                "node " + node + " has the plugs '" + plug + "' of fence device " + id,
                "write a device for each plug, and both at one level of the node");
          }
          entries.add(node + ":" + plug);
        });
    into.put("host-map", String.join(";", entries));
  }

  /** The levels of all nodes: as the topology says, else each device by itself. */
  List<FencingLevel> levels(List<FencingLevel> topology, Collection<NodeName> nodes) {
    List<FencingLevel> others = new ArrayList<>();
    SortedMap<NodeName, SortedMap<Integer, List<DeviceId>>> ofNodes = new TreeMap<>();
    SortedMap<NodeName, SourcePosition> places = new TreeMap<>();
    for (FencingLevel level : topology) {
      List<DeviceId> known = known(level);
      if (known.isEmpty()) {
        continue;
      }
      if (level.target() instanceof Target.Node of && nodes.contains(of.name())) {
        ofNodes
            .computeIfAbsent(of.name(), n -> new TreeMap<>())
            .computeIfAbsent(level.index(), i -> new ArrayList<>())
            .addAll(known);
        places.putIfAbsent(of.name(), level.position());
      } else if (level.target() instanceof Target.Node of) {
        notes.leftOut(
            level.position(), "fencing level for node " + of.name() + ", which is not defined", "");
      } else if (level.index() < 1 || level.index() > MOST_LEVELS) {
        notes.leftOut(level.position(), "fencing level " + level.index(), "levels are 1 to 9");
      } else {
        others.add(new FencingLevel(level.target(), level.index(), known, level.position()));
      }
    }
    if (others.isEmpty()) {
      missing(nodes, ofNodes.keySet()).forEach(node -> ofNodes.put(node, usual(node)));
    }
    List<FencingLevel> levels = new ArrayList<>();
    ofNodes.forEach((node, byIndex) ->
        levels.addAll(numbered(node, byIndex, places.getOrDefault(node, SourcePosition.NONE))));
    levels.addAll(others);
    return levels;
  }

  private List<DeviceId> known(FencingLevel level) {
    List<DeviceId> known = new ArrayList<>();
    for (DeviceId device : level.devices()) {
      if (devices.containsKey(device)) {
        known.add(device);
      } else {
        notes.leftOut(
            level.position(), "device " + device + " in a fencing level: there is none", "");
      }
    }
    return known;
  }

  private static SortedSet<NodeName> missing(Collection<NodeName> all, Set<NodeName> found) {
    SortedSet<NodeName> missing = new TreeSet<>(all);
    missing.removeAll(found);
    return missing;
  }

  /** Each device that can fence the node, the one with the greatest priority first. */
  private SortedMap<Integer, List<DeviceId>> usual(NodeName node) {
    SortedMap<Integer, List<DeviceId>> levels = new TreeMap<>();
    uses.entrySet().stream()
        .filter(
            use -> use.getValue().nodes().map(names -> names.contains(node.value())).orElse(true))
        .sorted(
            Comparator.comparingInt((Map.Entry<DeviceId, Use> use) -> -use.getValue().priority()))
        .forEach(use -> levels.put(levels.size() + 1, List.of(use.getKey())));
    return levels;
  }

  private List<FencingLevel> numbered(
      NodeName node, SortedMap<Integer, List<DeviceId>> byIndex, SourcePosition place) {
    List<FencingLevel> levels = new ArrayList<>();
    for (List<DeviceId> devices : byIndex.values()) {
      if (levels.size() == MOST_LEVELS) {
        notes.leftOut(place, "further fence devices of node " + node, "at most 9 levels are tried");
        break;
      }
      levels.add(new FencingLevel(new Target.Node(node), levels.size() + 1, devices, place));
    }
    return levels;
  }

  /** Whether the resource is a fence device. */
  static boolean isOne(Primitive resource) {
    return resource.agent().standard().equals("fence");
  }
}
