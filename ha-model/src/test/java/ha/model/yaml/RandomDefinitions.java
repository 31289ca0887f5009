package ha.model.yaml;

import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AgentRef;
import ha.model.definition.AttributeSet;
import ha.model.definition.ClusterSettings;
import ha.model.definition.Definitions;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.FencingLevel;
import ha.model.definition.FencingLevel.Target;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OperationDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.OptionTable;
import ha.model.definition.OptionTable.Option;
import ha.model.definition.OptionTable.Scope;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Bundle;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Container;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Mount;
import ha.model.definition.ResourceDefinition.Network;
import ha.model.definition.ResourceDefinition.Port;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Definitions by seed: every record and every option turns up, in plain and in odd shapes. */
final class RandomDefinitions {
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "two words",
          "/srv/xen/web.cfg",
          "",
          " leading",
          "a: b",
          "a #b",
          "null",
          "~",
          "true",
          "0777",
          "[x]",
          "{x}",
          "say \"hi\"",
          "back\\slash",
          "line\nbreak",
          "tab\there",
          "ünï→😀",
          "-",
          "- a",
          "--x",
          "*star",
          "&and",
          "!bang",
          "%",
          "@at",
          "`tick",
          "'quote'",
          "trailing:",
          "::1",
          "x,y",
          "\u0007bell",
          "\u2028",
          "?",
          "? q",
          "<<",
          "...",
          "---",
          "|",
          ">",
          "=",
          "1:30",
          "a  b");

  private final Dice dice;
  private final RandomRules rules;
  private int ids;

  private RandomDefinitions(long seed) {
    this.dice = new Dice(seed);
    this.rules = new RandomRules(dice);
  }

  static Definitions of(long seed) {
    return new RandomDefinitions(seed).definitions();
  }

  private Definitions definitions() {
    SortedMap<NodeName, NodeDefinition> nodes = nodes();
    SortedMap<DeviceId, FenceDeviceDefinition> devices = new TreeMap<>();
    int deviceCount = 1 + dice.upTo(3);
    for (int i = 0; i < deviceCount; i++) {
      DeviceId id = new DeviceId("dev" + i);
      devices.put(
          id,
          new FenceDeviceDefinition(
              id, dice.of("ipmi", "fence_xvm"), parameters(), SourcePosition.NONE));
    }
    Map<ResourceId, ResourceDefinition> resources = new LinkedHashMap<>();
    int resourceCount = dice.upTo(6);
    for (int i = 0; i < resourceCount; i++) {
      ResourceDefinition resource = resource("r" + i);
      resources.put(resource.id(), resource);
    }
    List<NodeName> nodeNames = new ArrayList<>(nodes.keySet());
    SortedMap<String, List<ResourceId>> tags = new TreeMap<>();
    if (!resources.isEmpty() && dice.chance(3)) {
      tags.put("tag", List.copyOf(resources.keySet()));
    }
    return new Definitions(
        settings(),
        sets("cluster-options", Scope.CLUSTER),
        nodes,
        resources,
        new RandomConstraints(dice, rules, resources.values(), nodeNames).all(),
        devices,
        devices.isEmpty() ? List.of() : topology(nodeNames, new ArrayList<>(devices.keySet())),
        sets("resource-defaults", Scope.RESOURCE, Scope.CLONE),
        sets("operation-defaults", Scope.OPERATION),
        tags);
  }

  private ClusterSettings settings() {
    ClusterSettings usual = ClusterSettings.named(dice.of("xen-ha", "a.b"));
    return dice.chance(2)
        ? usual
        : new ClusterSettings(
            usual.name(),
            Duration.ofMillis(50L * (1 + dice.upTo(3))),
            Duration.ofMillis(1001 + dice.upTo(3000)),
            Duration.ofMillis(500 + dice.upTo(500)),
            1024 + dice.upTo(1000),
            duration(),
            duration(),
            dice.chance(2));
  }

  private SortedMap<NodeName, NodeDefinition> nodes() {
    SortedMap<NodeName, NodeDefinition> nodes = new TreeMap<>();
    int count = 1 + dice.upTo(3);
    int links = 1 + dice.upTo(3);
    for (int i = 0; i < count; i++) {
      NodeName name = new NodeName("node" + i);
      List<String> addresses = new ArrayList<>();
      for (int link = 0; link < links; link++) {
        addresses.add(
            dice.of("10." + link + ".0." + i, "fe80::" + link + ":" + i, "h" + link + "-" + i));
      }
      nodes.put(
          name,
          new NodeDefinition(
              name,
              dice.chance(5) && i > 0 ? NodeDefinition.Kind.REMOTE : NodeDefinition.Kind.MEMBER,
              addresses,
              i == 0 ? 1 : dice.upTo(3),
              dice.upTo(3) - 1,
              sets(name + "-attributes", this::attributes),
              sets(name + "-utilization", this::amounts),
              SourcePosition.NONE));
    }
    return nodes;
  }

  private List<FencingLevel> topology(List<NodeName> nodes, List<DeviceId> devices) {
    List<FencingLevel> levels = new ArrayList<>();
    for (NodeName node : nodes) {
      int count = 1 + dice.upTo(3);
      for (int i = 1; i <= count; i++) {
        levels.add(level(new Target.Node(node), dice.chance(8) ? i + 2 : i, devices));
      }
    }
    if (dice.chance(3)) {
      levels.add(level(new Target.Pattern("node[0-9]+"), 1, devices));
      levels.add(level(new Target.Attribute("rack", dice.pick(TEXTS)), 2, devices));
      levels.add(level(new Target.Node(nodes.getFirst()), 9, devices));
    }
    return levels;
  }

  private FencingLevel level(Target target, int index, List<DeviceId> devices) {
    List<DeviceId> some = dice.some(devices);
    return new FencingLevel(target, index, some, SourcePosition.NONE);
  }

  private ResourceDefinition resource(String name) {
    if (dice.chance(6)) {
      return bundle(name);
    }
    ResourceDefinition inner = dice.chance(4) ? group(name) : primitive(name);
    if (!dice.chance(3)) {
      return inner;
    }
    String id = dice.chance(3) ? "copies-of-" + name : name + "-clone";
    List<AttributeSet> options =
        new ArrayList<>(sets(id + "-options", Scope.RESOURCE, Scope.CLONE));
    return new Clone(
        new ResourceId(id),
        inner,
        sets(id + "-with", this::parameters),
        options,
        SourcePosition.NONE);
  }

  private Bundle bundle(String name) {
    Container container =
        new Container(
            dice.of("podman", "docker", "rkt"),
            dice.of("localhost/web:latest", "pcmk:http", "a b"),
            1 + dice.upTo(3),
            1 + dice.upTo(2),
            dice.upTo(2),
            text(),
            text(),
            text());
    Optional<Network> network =
        dice.chance(3)
            ? Optional.empty()
            : Optional.of(
                new Network(
                    maybe("10.9.0.1"),
                    maybe("24"),
                    maybe("eth0"),
                    maybe("3121"),
                    dice.chance(2),
                    dice.chance(2)
                        ? List.of()
                        : List.of(new Port("8080", "80"), new Port("90-95", "90-95"))));
    boolean reachable =
        network.map(n -> n.rangeStart().isPresent() || n.controlPort().isPresent()).orElse(false);
    return new Bundle(
        new ResourceId(name),
        container,
        network,
        dice.chance(2)
            ? List.of()
            : List.of(
                new Mount("/srv/web", dice.chance(2), "/var/www", text()),
                new Mount("two words", dice.chance(2), "/x", Optional.empty())),
        reachable && dice.chance(2) ? Optional.of(primitive(name + "-in")) : Optional.empty(),
        sets(name + "-options", Scope.RESOURCE),
        SourcePosition.NONE);
  }

  private Optional<String> text() {
    return dice.chance(2) ? Optional.of(dice.pick(TEXTS)) : Optional.empty();
  }

  private Optional<String> maybe(String value) {
    return dice.chance(2) ? Optional.of(value) : Optional.empty();
  }

  private Group group(String name) {
    List<Primitive> members = new ArrayList<>();
    int count = 1 + dice.upTo(3);
    for (int i = 0; i < count; i++) {
      members.add(primitive(name + "-m" + i));
    }
    return new Group(
        new ResourceId(name),
        members,
        sets(name + "-with", this::parameters),
        sets(name + "-options", Scope.RESOURCE),
        SourcePosition.NONE);
  }

  private Primitive primitive(String name) {
    return new Primitive(
        new ResourceId(name),
        AgentRef.parse(
            dice.of("process", "ocf:heartbeat:IPaddr2", "systemd:nginx@a.service", "lsb:x")),
        sets(name + "-with", this::parameters),
        sets(name + "-options", Scope.RESOURCE, dice.chance(6) ? Scope.CLONE : Scope.RESOURCE),
        sets(name + "-utilization", this::amounts),
        operations(name),
        dice.chance(4) ? Optional.of("template" + dice.upTo(2)) : Optional.empty(),
        SourcePosition.NONE);
  }

  private List<OperationDefinition> operations(String name) {
    List<OperationDefinition> operations = new ArrayList<>();
    int count = dice.upTo(5);
    for (int i = 0; i < count; i++) {
      String operation = dice.of("monitor", "monitor", "start", "stop", "migrate_to");
      Duration interval = Duration.ofSeconds(i == 0 ? 10 : dice.chance(2) ? i * 60L : i);
      if (i == 1) {
        interval = Duration.ZERO;
      }
      String standard = OperationReader.standardId(name, operation, interval);
      String id = dice.chance(4) ? "op" + ids++ : standard;
      List<AttributeSet> options =
          new ArrayList<>(sets(id + "-options", () -> operationOptions(operation)));
      if (!options.isEmpty() && dice.chance(2)) {
        AttributeSet own = options.getFirst();
        options.set(0, new AttributeSet(own.id(), Score.INFINITY, own.rule(), own.values()));
      }
      List<AttributeSet> parameters =
          dice.chance(3) ? sets(id + "-with", this::parameters) : List.of();
      operations.add(
          new OperationDefinition(
              id, operation, interval, options, parameters, SourcePosition.NONE));
    }
    return operations;
  }

  /** What fails to move may stay; nothing else may. */
  private SortedMap<String, String> operationOptions(String operation) {
    SortedMap<String, String> values = options(Scope.OPERATION);
    if (!operation.equals("migrate_to")) {
      values.replace(OptionNames.Operation.ON_FAIL, "stay", "restart");
    }
    return values;
  }

  private List<AttributeSet> sets(String id, Scope... scopes) {
    return sets(id, () -> options(scopes));
  }

  /** None, a plain one, or several with ids, priorities and rules. */
  private List<AttributeSet> sets(String id, Supplier<SortedMap<String, String>> values) {
    List<AttributeSet> sets = new ArrayList<>();
    if (dice.chance(2)) {
      SortedMap<String, String> plain = values.get();
      if (!plain.isEmpty() || dice.chance(4)) {
        sets.add(AttributeSet.always(id, plain));
      }
    }
    int more = dice.chance(3) ? dice.upTo(3) : 0;
    for (int i = 0; i < more; i++) {
      String own = dice.chance(2) ? "set" + ids++ : id + "-" + (i + 1);
      sets.add(
          new AttributeSet(
              own,
              dice.chance(2) ? Score.ZERO : Score.of(dice.upTo(20) - 10),
              dice.chance(2) ? Optional.of(rules.rule(own + "-rule", 2)) : Optional.empty(),
              values.get()));
    }
    return sets;
  }

  private SortedMap<String, String> options(Scope... scopes) {
    SortedMap<String, String> values = new TreeMap<>();
    for (Scope scope : scopes) {
      for (Option option : OptionTable.of(scope)) {
        if (dice.chance(8)) {
          values.put(option.name(), value(option));
        }
      }
    }
    if (dice.chance(8)) {
      values.put("x-mine", dice.pick(TEXTS));
    }
    return values;
  }

  private String value(Option option) {
    return switch (option.type()) {
      case BOOLEAN ->
          // Without it nothing may run anywhere, which is refused.
          option.name().equals(OptionNames.Cluster.SYMMETRIC) ? "true" : dice.of("true", "false");
      case DURATION -> dice.of("10s", "90s", "60s", "500ms", "2min", "1h", "7d", "0s");
      case COUNT -> Integer.toString(dice.upTo(9));
      case LIMIT -> dice.of("INFINITY", "3", "0");
      case SCORE -> dice.of("INFINITY", "-INFINITY", "0", "-7", "100");
      case WORD -> dice.pick(option.words());
      case TEXT -> dice.pick(TEXTS);
    };
  }

  private SortedMap<String, String> parameters() {
    SortedMap<String, String> values = new TreeMap<>();
    int count = dice.upTo(4);
    for (int i = 0; i < count; i++) {
      values.put(
          dice.of("config", "agent", "with", "device", "a.b-c_d", "_x" + i), dice.pick(TEXTS));
    }
    return values;
  }

  private SortedMap<String, String> attributes() {
    SortedMap<String, String> values = new TreeMap<>();
    int count = dice.upTo(3);
    for (int i = 0; i < count; i++) {
      values.put(dice.of("rack", "#health-disk", "a b", "standby"), dice.pick(TEXTS));
    }
    return values;
  }

  private SortedMap<String, String> amounts() {
    SortedMap<String, String> values = new TreeMap<>();
    if (dice.chance(2)) {
      values.put("memory", dice.of("68719476736", "2048", "536870912", "1048577", "0"));
      values.put("cpu", Integer.toString(dice.upTo(64)));
    }
    return values;
  }

  private Duration duration() {
    return Duration.parse(dice.of("PT0S", "PT1S", "PT90S", "PT2M", "PT0.25S", "PT26H"));
  }
}
