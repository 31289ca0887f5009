package ha.policy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.plan.Placement;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.Standing;
import ha.model.yaml.YamlReader;
import ha.policy.Scheduler;
import ha.policy.scenario.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What becomes of each example when its nodes start, and when each of them is lost. {@code
 * -Drewrite=true} writes what the engine says now; commit that only if the difference is meant.
 */
final class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../config-examples");
  private static final Path GOLDEN = Path.of("src/test/resources/examples");

  /** A Monday noon, outside of every window of the examples. */
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static final int MOST_PLANS = 12;

  /** Attributes that agents set which ask hosts, with the values of the examples. */
  private static final Map<String, TreeMap<String, String>> HOSTS =
      Map.of(
          "ocf:pacemaker:ping", new TreeMap<>(Map.of("pingd", "200")),
          "ping", new TreeMap<>(Map.of("name-servers", "2")));

  @TestFactory
  Stream<DynamicTest> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream()
          .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> check(f)));
    }
  }

  private static void check(Path example) throws IOException {
    String name = example.getFileName().toString();
    Definitions definitions =
        new YamlReader().read(name, Files.readAllBytes(example)).definitions().orElseThrow();
    StringBuilder text = new StringBuilder("# " + name + "\n");
    new Run(definitions, text).started();
    for (NodeName lost : definitions.nodes().keySet()) {
      Run run = new Run(definitions, new StringBuilder());
      run.started();
      run.lost(lost, text);
    }
    Path golden = GOLDEN.resolve(name.replace(".yaml", ".txt"));
    if (Boolean.getBoolean("rewrite")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    } else {
      assertThat(text.toString()).isEqualTo(Files.readString(golden));
    }
  }

  /** One cluster from its cold start on. */
  private static final class Run {
    private final Definitions definitions;
    private final World world = new World();
    private StringBuilder text;

    Run(Definitions definitions, StringBuilder text) {
      this.definitions = definitions;
      this.text = text;
      definitions.nodes().keySet().forEach(world::machine);
    }

    void started() {
      text.append("\nall nodes start\n");
      settle();
    }

    void lost(NodeName node, StringBuilder to) {
      text = to;
      text.append("\n").append(node).append(" is lost\n");
      world.machine(node).standing = Standing.LOST;
      settle();
      text.append("\n").append(node).append(" comes back\n");
      world.machine(node).standing = Standing.MEMBER;
      settle();
    }

    private void settle() {
      for (int i = 0; i < MOST_PLANS; i++) {
        scores();
        Plan plan = Scheduler.decide(definitions, world.snapshot(), NOW);
        if (plan.actions().isEmpty()) {
          places(plan);
          return;
        }
        waves(plan);
        world.carryOut(definitions, plan);
      }
      throw new AssertionError("no end of plans after " + text);
    }

    /**
     * Every copy that runs is fit for promotion, as agents of replicas in sync say; and where hosts
     * are asked, all answer.
     */
    private void scores() {
      for (ResourceDefinition definition : definitions.resources().values()) {
        if (definition instanceof Clone clone) {
          primitives(clone)
              .forEach(p ->
                  HOSTS
                      .getOrDefault(p.agent().toString(), new TreeMap<>())
                      .forEach((name, value) ->
                          world.machines.values().forEach(m -> told(m, p, name, value))));
        }
        if (definition instanceof Clone clone && isPromotable(clone)) {
          primitives(clone).forEach(p -> world.machines.values().forEach(m -> score(m, p)));
        }
      }
    }

    private static void score(World.Machine machine, Primitive p) {
      told(machine, p, "promotion-" + p.id(), "10000");
    }

    /** An attribute that a resource sets where it runs. */
    private static void told(World.Machine machine, Primitive p, String name, String value) {
      boolean runs =
          machine.history.stream()
              .anyMatch(o ->
                  o.resource().base().equals(p.id().value())
                      && o.operation().equals("start")
                      && machine.standing == Standing.MEMBER);
      if (runs) {
        machine.attributes.put(name, value);
      }
    }

    /** What happens, in steps: all of one line may happen at once. */
    private void waves(Plan plan) {
      int[] step = new int[plan.actions().size()];
      for (int index : World.inOrder(plan)) {
        for (Plan.Ordering order : plan.orders()) {
          if (order.before() == index) {
            step[order.after()] = Math.max(step[order.after()], step[index] + 1);
          }
        }
      }
      TreeMap<Integer, TreeSet<String>> waves = new TreeMap<>();
      for (int i = 0; i < step.length; i++) {
        int at = step[i];
        words(plan.actions().get(i))
            .ifPresent(w -> waves.computeIfAbsent(at, k -> new TreeSet<>()).add(w));
      }
      waves.values().forEach(w -> text.append("  ").append(String.join(", ", w)).append('\n'));
    }

    private static Optional<String> words(PlannedAction action) {
      return switch (action) {
        case PlannedAction.Operation op when op.operation().equals("monitor") -> Optional.empty();
        case PlannedAction.Operation op when op.operation().equals("notify") -> Optional.empty();
        case PlannedAction.Operation op ->
            Optional.of(op.operation() + " " + op.base() + "@" + op.node());
        case PlannedAction.Fence f -> Optional.of("FENCE " + f.node());
        case PlannedAction.ReleaseNode r -> Optional.of("release " + r.node());
        case PlannedAction.CancelRecurring _,
            PlannedAction.ForgetHistory _,
            PlannedAction.ClearFailures _,
            PlannedAction.Milestone _ ->
            Optional.empty();
      };
    }

    private void places(Plan plan) {
      TreeMap<String, TreeSet<String>> places = new TreeMap<>();
      for (Placement p : plan.placement()) {
        String place =
            p.node()
                .map(n ->
                    switch (p.role()) {
                      case PROMOTED -> n + " (promoted)";
                      case STOPPED, STARTED, UNPROMOTED -> n.value();
                    })
                .orElse("");
        TreeSet<String> all = places.computeIfAbsent(p.base().value(), k -> new TreeSet<>());
        if (!place.isEmpty()) {
          all.add(place);
        }
      }
      text.append("  then:\n");
      places.forEach((id, nodes) ->
          text.append("    ")
              .append(id)
              .append(": ")
              .append(nodes.isEmpty() ? "nowhere" : String.join(", ", nodes))
              .append('\n'));
      plan.problems()
          .forEach(p ->
              text.append("    ").append(p.severity()).append(": ").append(p.text()).append('\n'));
    }
  }

  private static boolean isPromotable(Clone clone) {
    return clone.options().stream()
        .anyMatch(s -> "true".equals(s.values().get(OptionNames.Resource.PROMOTABLE)));
  }

  private static List<Primitive> primitives(ResourceDefinition definition) {
    return switch (definition) {
      case Primitive p -> List.of(p);
      case Group g -> g.members();
      case Clone c -> new ArrayList<>(primitives(c.child()));
      case ResourceDefinition.Bundle b -> b.child().stream().toList();
    };
  }
}
