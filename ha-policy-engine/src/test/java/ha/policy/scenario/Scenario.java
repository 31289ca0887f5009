package ha.policy.scenario;

import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Score;
import ha.model.definition.AgentRef;
import ha.model.definition.AttributeSet;
import ha.model.definition.ClusterSettings;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.ActionReference;
import ha.model.definition.Constraint.Discovery;
import ha.model.definition.Constraint.LossPolicy;
import ha.model.definition.Constraint.OrderKind;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Constraint.Reference;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.definition.Constraint.Selector;
import ha.model.definition.Definitions;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OperationDefinition;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.Rule;
import ha.model.definition.SourcePosition;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.NodeState.FailureCount;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.snapshot.Standing;
import ha.model.snapshot.TicketState;
import ha.policy.action.OperationOptions;
import ha.policy.options.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster written in lines; {@code src/test/scenarios/README.md} lists the words. Lines before
 * the first {@code ----} describe it.
 */
public final class Scenario {
  public final World world = new World();
  public Instant now = Instant.parse("2026-06-01T12:00:00Z");
  private final String file;
  private int line;
  private final SortedMap<String, String> options = new TreeMap<>();
  private final SortedMap<NodeName, NodeDefinition> nodes = new TreeMap<>();
  private final Map<ResourceId, ResourceDefinition> resources = new LinkedHashMap<>();
  private final Map<String, AgentRef> agents = new TreeMap<>();
  private final List<Constraint> constraints = new ArrayList<>();
  private final SortedMap<DeviceId, FenceDeviceDefinition> devices = new TreeMap<>();
  private final SortedMap<String, String> defaults = new TreeMap<>();

  public Scenario(String file) {
    this.file = file;
  }

  public Definitions definitions() {
    return new Definitions(
        ClusterSettings.named("test"),
        List.of(AttributeSet.always("options", options)),
        nodes,
        resources,
        constraints,
        devices,
        List.of(),
        List.of(AttributeSet.always("defaults", defaults)),
        List.of(),
        new TreeMap<>());
  }

  /** Reads one line. */
  public void read(String text) {
    line++;
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.startsWith("#")) {
      return;
    }
    String[] words = stripped.split("\\s+");
    switch (words[0]) {
      case "now" -> now = Instant.parse(words[1]);
      case "quorum" -> world.quorate = words[1].equals("yes");
      case "option" -> options.putAll(values(words, 1));
      case "default" -> defaults.putAll(values(words, 1));
      case "fence" ->
          devices.put(
              new DeviceId(words[1]),
              new FenceDeviceDefinition(
                  new DeviceId(words[1]), "ipmi", new TreeMap<>(), position()));
      case "node" -> node(words);
      case "primitive" -> primitive(words);
      case "group" -> group(words);
      case "clone" -> clone(words);
      case "remove" -> resources.remove(new ResourceId(words[1]));
      case "location" -> location(words);
      case "together" -> together(words);
      case "order" -> order(words);
      case "ticket" -> ticket(words);
      case "granted" ->
          world.tickets.put(
              words[1], new TicketState(words[1], true, false, Optional.empty(), new TreeMap<>()));
      case "at" -> at(words);
      case "runs", "promoted" -> runs(words);
      case "probed" -> probed();
      case "failures" -> failures(words);
      default -> throw new IllegalArgumentException(position() + ": unknown word " + words[0]);
    }
  }

  private SourcePosition position() {
    return new SourcePosition(file, line, 1);
  }

  private static SortedMap<String, String> values(String[] words, int from) {
    SortedMap<String, String> values = new TreeMap<>();
    for (int i = from; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals > 0) {
        values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
      }
    }
    return values;
  }

  private void node(String[] words) {
    NodeName name = new NodeName(words[1]);
    SortedMap<String, String> attributes = values(words, 2);
    World.Machine machine = world.machine(name);
    for (int i = 2; i < words.length; i++) {
      if (words[i].indexOf('=') < 0) {
        machine.standing = Standing.valueOf(words[i].toUpperCase(Locale.ROOT));
      }
    }
    SortedMap<String, String> utilization = new TreeMap<>();
    attributes.entrySet().removeIf(e -> moved(e, "has-", utilization));
    nodes.put(
        name,
        new NodeDefinition(
            name,
            NodeDefinition.Kind.MEMBER,
            List.of(),
            1,
            0,
            List.of(AttributeSet.always(name + "-attributes", attributes)),
            List.of(AttributeSet.always(name + "-utilization", utilization)),
            position()));
  }

  private static boolean moved(
      Map.Entry<String, String> entry, String prefix, SortedMap<String, String> to) {
    boolean matches = entry.getKey().startsWith(prefix);
    if (matches) {
      to.put(entry.getKey().substring(prefix.length()), entry.getValue());
    }
    return matches;
  }

  private void primitive(String[] words) {
    ResourceId id = new ResourceId(words[1]);
    AgentRef agent =
        AgentRef.parse(words.length > 2 && words[2].indexOf('=') < 0 ? words[2] : "dummy");
    agents.put(words[1], agent);
    SortedMap<String, String> own = values(words, 2);
    SortedMap<String, String> parameters = new TreeMap<>();
    SortedMap<String, String> utilization = new TreeMap<>();
    List<OperationDefinition> operations = new ArrayList<>();
    own.entrySet().removeIf(e -> moved(e, ".", parameters));
    own.entrySet().removeIf(e -> moved(e, "needs-", utilization));
    own.entrySet().removeIf(e -> operation(e, operations));
    resources.put(
        id,
        new ResourceDefinition.Primitive(
            id,
            agent,
            List.of(AttributeSet.always(id + "-parameters", parameters)),
            List.of(AttributeSet.always(id + "-options", own)),
            List.of(AttributeSet.always(id + "-utilization", utilization)),
            operations,
            Optional.empty(),
            position()));
  }

  /** {@code op:monitor=10s,role:promoted,on-fail:fence}. */
  private boolean operation(Map.Entry<String, String> entry, List<OperationDefinition> to) {
    if (!entry.getKey().startsWith("op:")) {
      return false;
    }
    String[] parts = entry.getValue().split(",");
    SortedMap<String, String> settings = new TreeMap<>();
    for (int i = 1; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      settings.put(parts[i].substring(0, colon), parts[i].substring(colon + 1));
    }
    String name = entry.getKey().substring(3).replaceAll("\\d", "");
    to.add(
        new OperationDefinition(
            entry.getKey(),
            name,
            Durations.parse(parts[0], Duration.ZERO),
            List.of(AttributeSet.always(entry.getKey(), settings)),
            position()));
    return true;
  }

  private void group(String[] words) {
    ResourceId id = new ResourceId(words[1]);
    List<ResourceDefinition.Primitive> members = new ArrayList<>();
    for (int i = 2; i < words.length; i++) {
      if (words[i].indexOf('=') < 0) {
        members.add((ResourceDefinition.Primitive) take(words[i]));
      }
    }
    resources.put(
        id,
        new ResourceDefinition.Group(
            id,
            members,
            List.of(),
            List.of(AttributeSet.always(id + "-options", values(words, 2))),
            position()));
  }

  private ResourceDefinition take(String name) {
    ResourceDefinition taken = resources.remove(new ResourceId(name));
    if (taken == null) {
      throw new IllegalArgumentException(position() + ": no resource " + name);
    }
    return taken;
  }

  private void clone(String[] words) {
    ResourceId id = new ResourceId(words[1]);
    resources.put(
        id,
        new ResourceDefinition.Clone(
            id,
            take(words[2]),
            List.of(),
            List.of(AttributeSet.always(id + "-options", values(words, 3))),
            position()));
  }

  private static Optional<Role> role(@Nullable String text) {
    return Optional.ofNullable(text).flatMap(OperationOptions::role);
  }

  private void location(String[] words) {
    SortedMap<String, String> settings = values(words, 3);
    Preference preference;
    if (words[3].equals("if")) {
      Rule rule =
          new Rule(
              words[1] + "-rule",
              Rule.Combine.AND,
              List.of(
                  new Rule.Expression.Attribute(
                      words[4],
                      Rule.Comparison.valueOf(words[5].toUpperCase(Locale.ROOT)),
                      Optional.of(words[6]),
                      Rule.ValueType.AUTO,
                      Rule.ValueSource.LITERAL)),
              Optional.empty());
      preference =
          new Preference.ByRule(
              List.of(new Preference.ScoredRule(rule, Score.parse(words[7]), Optional.empty())));
    } else {
      preference = new Preference.OfNode(new NodeName(words[3]), Score.parse(words[4]));
    }
    constraints.add(
        new Constraint.Location(
            words[1],
            new Selector.Ids(List.of(new ResourceId(words[2]))),
            role(settings.get("role")),
            preference,
            Discovery.valueOf(
                settings.getOrDefault("discovery", "always").toUpperCase(Locale.ROOT)),
            position()));
  }

  private static Reference reference(String text) {
    int colon = text.indexOf('/');
    return new Reference(
        new ResourceId(colon < 0 ? text : text.substring(0, colon)),
        role(colon < 0 ? null : text.substring(colon + 1)),
        Optional.empty());
  }

  /** {@code together ID A[/role] B[/role] SCORE}. */
  private void together(String[] words) {
    constraints.add(
        new Constraint.Colocation(
            words[1],
            reference(words[2]),
            reference(words[3]),
            Score.parse(words[4]),
            values(words, 5).getOrDefault("attribute", ""),
            Optional.empty(),
            position()));
  }

  private static ActionReference action(String text) {
    int slash = text.indexOf('/');
    return new ActionReference(
        new ResourceId(slash < 0 ? text : text.substring(0, slash)),
        slash < 0 ? "start" : text.substring(slash + 1),
        Optional.empty());
  }

  /** {@code order ID A[/action] B[/action] [kind=…] [symmetrical=…] [require-all=…]}. */
  private void order(String[] words) {
    SortedMap<String, String> settings = values(words, 4);
    constraints.add(
        new Constraint.Order(
            words[1],
            action(words[2]),
            action(words[3]),
            OrderKind.valueOf(settings.getOrDefault("kind", "mandatory").toUpperCase(Locale.ROOT)),
            Optional.ofNullable(settings.get("symmetrical")).map(Boolean::parseBoolean),
            Optional.ofNullable(settings.get("require-all")).map(Boolean::parseBoolean),
            position()));
  }

  private void ticket(String[] words) {
    SortedMap<String, String> settings = values(words, 4);
    constraints.add(
        new Constraint.Ticket(
            words[1],
            words[2],
            List.of(
                new ResourceSet(
                    words[1],
                    List.of(new ResourceId(words[3])),
                    false,
                    false,
                    role(settings.get("role")),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false)),
            LossPolicy.valueOf(settings.getOrDefault("loss", "stop").toUpperCase(Locale.ROOT)),
            position()));
  }

  private AgentRef agent(String resource) {
    return agents.getOrDefault(new ResourceId(resource).base(), AgentRef.builtIn("dummy"));
  }

  /** {@code at NODE RESOURCE OP[/INTERVAL] RESULT [from=NODE] [to=NODE]}. */
  private void at(String[] words) {
    NodeName node = new NodeName(words[1]);
    String[] operation = words[3].split("/");
    Duration interval =
        operation.length > 1 ? Durations.parse(operation[1], Duration.ZERO) : Duration.ZERO;
    Status status =
        words[4].matches("\\d+") ? Status.DONE : Status.valueOf(words[4].toUpperCase(Locale.ROOT));
    int exit = words[4].matches("\\d+") ? Integer.parseInt(words[4]) : ExitCode.GENERIC_ERROR;
    SortedMap<String, String> settings = values(words, 5);
    boolean probe = operation[0].equals("monitor") && interval.isZero();
    world.record(
        node,
        new ResourceId(words[2]),
        agent(words[2]),
        operation[0],
        interval,
        status,
        exit,
        probe ? ExitCode.NOT_RUNNING : Integer.parseInt(settings.getOrDefault("expected", "0")),
        Optional.ofNullable(settings.get("from")).map(NodeName::new).orElse(null),
        Optional.ofNullable(settings.get("to")).map(NodeName::new).orElse(null));
  }

  /** {@code runs RESOURCE NODE}, {@code promoted RESOURCE NODE}: with its monitors. */
  private void runs(String[] words) {
    NodeName node = new NodeName(words[2]);
    ResourceId id = new ResourceId(words[1]);
    boolean promoted = words[0].equals("promoted");
    world.done(node, id, agent(words[1]), "start", Duration.ZERO, 0);
    if (promoted) {
      world.done(node, id, agent(words[1]), "promote", Duration.ZERO, 0);
    }
    primitives(resources.values()).stream()
        .filter(p -> p.id().value().equals(id.base()))
        .flatMap(p -> p.operations().stream())
        .filter(op -> !op.interval().isZero())
        .filter(op -> fits(op, promoted))
        .forEach(op ->
            world.done(node, id, agent(words[1]), op.name(), op.interval(), promoted ? 8 : 0));
  }

  private static boolean fits(OperationDefinition op, boolean promoted) {
    Optional<Role> role =
        role(op.options().stream().findFirst().map(o -> o.values().get("role")).orElse(null));
    return role.map(r -> (r == Role.PROMOTED) == promoted).orElse(!promoted);
  }

  private static List<ResourceDefinition.Primitive> primitives(
      Iterable<? extends ResourceDefinition> definitions) {
    List<ResourceDefinition.Primitive> all = new ArrayList<>();
    for (ResourceDefinition definition : definitions) {
      switch (definition) {
        case ResourceDefinition.Primitive p -> all.add(p);
        case ResourceDefinition.Group g -> all.addAll(g.members());
        case ResourceDefinition.Clone c -> all.addAll(primitives(List.of(c.child())));
        case ResourceDefinition.Bundle b -> b.child().ifPresent(all::add);
      }
    }
    return all;
  }

  /** Whatever has no history on a member was looked for there and not found. */
  private void probed() {
    world.machines.forEach((name, machine) -> {
      for (ResourceDefinition.Primitive p : primitives(resources.values())) {
        boolean known =
            machine.history.stream().anyMatch(o -> o.resource().base().equals(p.id().value()));
        if (!known && machine.standing != Standing.UNSEEN) {
          world.done(name, p.id(), p.agent(), "monitor", Duration.ZERO, 7);
        }
      }
    });
  }

  /** {@code failures NODE RESOURCE OP COUNT [TIME]}. */
  private void failures(String[] words) {
    world
        .machine(new NodeName(words[1]))
        .failures
        .add(
            new FailureCount(
                new ResourceId(words[2]),
                words[3],
                Duration.ZERO,
                Score.parse(words[4]),
                words.length > 5 ? Instant.parse(words[5]) : now));
  }
}
