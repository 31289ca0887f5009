package ha.policy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.ResourceDefinition;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.plan.PlannedAction.FenceMode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.snapshot.Standing;
import ha.policy.Endless;
import ha.policy.Scheduler;
import ha.policy.report.PlanText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for every plan, on clusters drawn by seed. */
final class PlanPropertyTest {
  private static final int SEEDS = Integer.getInteger("seeds", 600);
  private static final long FIRST = Long.getLong("first-seed", 1);

  @Test
  void isEmptyTheSecondTime() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Scenario scenario = scenario(seed);
      Plan plan = decide(scenario);
      scenario.world.carryOut(scenario.definitions(), plan);
      Plan second = decide(scenario);
      assertThat(second.actions().isEmpty())
          .as(
              "seed %d\n%s\nsecond\n%s\nfirst\n%s",
              seed,
              String.join("\n", RandomScenario.lines(seed)),
              PlanText.of(second),
              PlanText.of(plan))
          .isTrue();
    }
  }

  @Test
  void waitsInNoCircle() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      assertThat(Endless.waits(decide(scenario(seed))))
          .as("seed %d%n%s", seed, String.join("\n", RandomScenario.lines(seed)))
          .isEmpty();
    }
  }

  @Test
  void waitsInNoCircleInTrouble() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      List<String> lines = RandomScenario.troubled(seed);
      assertThat(Endless.waits(decide(scenario(seed, lines))))
          .as("seed %d%n%s", seed, String.join("\n", lines))
          .isEmpty();
    }
  }

  @Test
  void startsNoCopyWhereOneCouldNotBeStopped() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      List<String> lines = RandomScenario.troubled(seed);
      Scenario scenario = scenario(seed, lines);
      Set<String> stuck = stuck(scenario);
      Plan plan = decide(scenario);
      for (Integer index : World.inOrder(plan)) {
        switch (plan.actions().get(index)) {
          case PlannedAction.Fence f -> stuck.removeIf(s -> s.endsWith("@" + f.node()));
          case PlannedAction.Operation op when op.operation().equals("stop") ->
              stuck.remove(op.base() + "@" + op.node());
          case PlannedAction.Operation op when op.operation().equals("start") ->
              assertThat(stuck)
                  .as("seed %d%n%s%n%s", seed, String.join("\n", lines), PlanText.of(plan))
                  .doesNotContain(op.base() + "@" + op.node());
          default -> {}
        }
      }
    }
  }

  /** Where the last that is known is a stop that failed. */
  private static Set<String> stuck(Scenario scenario) {
    Set<String> stuck = new HashSet<>();
    scenario.world.machines.forEach((name, machine) -> {
      for (OperationRecord op : machine.history) {
        String key = op.resource().base() + "@" + name;
        if (op.operation().equals("stop") && op.exitCode() != 0) {
          stuck.add(key);
        } else {
          stuck.remove(key);
        }
      }
    });
    return stuck;
  }

  @Test
  void isTheSameForTheSameInput() {
    for (long seed = FIRST; seed < FIRST + 100; seed++) {
      assertThat(decide(scenario(seed)).toString()).isEqualTo(decide(scenario(seed)).toString());
    }
  }

  @Test
  void startsNothingThatMayRunElsewhere() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Scenario scenario = new Scenario("seed-" + seed);
      RandomScenario.lines(seed).stream()
          .map(line -> line.replace(" requires=quorum", ""))
          .forEach(scenario::read);
      Plan plan = decide(scenario);
      Set<String> active = active(scenario);
      for (Integer index : World.inOrder(plan)) {
        follow(seed, plan.actions().get(index), active, scenario);
      }
    }
  }

  private static void follow(
      long seed, PlannedAction action, Set<String> active, Scenario scenario) {
    switch (action) {
      case PlannedAction.Operation op -> {
        String key = op.resource() + "@" + op.node();
        boolean exclusive = op.resource().equals(op.base()) && !op.resource().value().contains(":");
        switch (op.operation()) {
          case "start", "migrate_from" -> {
            boolean elsewhere =
                active.stream().anyMatch(a -> a.startsWith(op.resource() + "@") && !a.equals(key));
            boolean clone = isClone(scenario, op.resource());
            if (exclusive && !clone && op.operation().equals("start")) {
              assertThat(elsewhere)
                  .as(
                      "seed %d starts %s while it may be active: %s%n%s",
                      seed, key, active, String.join("\n", RandomScenario.lines(seed)))
                  .isFalse();
            }
            active.add(key);
          }
          case "stop" -> active.remove(key);
          default -> {}
        }
      }
      case PlannedAction.Fence f -> {
        if (f.mode() != FenceMode.ON) {
          active.removeIf(a -> a.endsWith("@" + f.node()));
        }
      }
      case PlannedAction.CancelRecurring c -> {}
      case PlannedAction.ReleaseNode r -> {}
      case PlannedAction.ForgetHistory f -> {}
      case PlannedAction.ClearFailures c -> {}
      case PlannedAction.Milestone m -> {}
    }
  }

  private static boolean isClone(Scenario scenario, ResourceId id) {
    return scenario.definitions().resources().values().stream()
        .filter(ResourceDefinition.Clone.class::isInstance)
        .map(ResourceDefinition.Clone.class::cast)
        .anyMatch(clone ->
            switch (clone.child()) {
              case ResourceDefinition.Primitive p -> p.id().value().equals(id.base());
              case ResourceDefinition.Group g ->
                  g.members().stream().anyMatch(m -> m.id().value().equals(id.base()));
              case ResourceDefinition.Clone c -> false;
              case ResourceDefinition.Bundle b -> false;
            });
  }

  private static Set<String> active(Scenario scenario) {
    Set<String> active = new HashSet<>();
    scenario.world.machines.forEach((NodeName name, World.Machine machine) -> {
      if (machine.standing == Standing.FENCED || machine.standing == Standing.UNSEEN) {
        return;
      }
      for (OperationRecord op : machine.history) {
        boolean stopped =
            op.status() == Status.DONE
                && ((op.operation().equals("stop") && op.exitCode() == 0) || op.exitCode() == 7);
        if (stopped) {
          active.remove(op.resource() + "@" + name);
        } else {
          active.add(op.resource() + "@" + name);
        }
      }
    });
    return active;
  }

  private static Scenario scenario(long seed) {
    return scenario(seed, RandomScenario.lines(seed));
  }

  private static Scenario scenario(long seed, List<String> lines) {
    Scenario scenario = new Scenario("seed-" + seed);
    lines.forEach(scenario::read);
    return scenario;
  }

  private static Plan decide(Scenario scenario) {
    return Scheduler.decide(scenario.definitions(), scenario.world.snapshot(), scenario.now);
  }
}
