package ha.policy.why;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.plan.Answer;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Mood;
import ha.model.plan.Answer.Remedy;
import ha.model.plan.Plan;
import ha.model.snapshot.Snapshot;
import ha.policy.Scheduler;
import ha.policy.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever the engine decides can be explained; {@code hactl}'s puzzles hold the words. */
class WhyTest {
  private static final Path SCENARIOS = Path.of("src/test/scenarios");

  @TestFactory
  Stream<DynamicTest> everyScenario() throws IOException {
    try (Stream<Path> files = Files.walk(SCENARIOS)) {
      List<Path> all = files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
      return all.stream()
          .map(f -> DynamicTest.dynamicTest(SCENARIOS.relativize(f).toString(), () -> check(f)));
    }
  }

  private static void check(Path file) throws IOException {
    Scenario scenario = new Scenario(file.getFileName().toString());
    Files.readString(file).lines().takeWhile(l -> !l.startsWith("----")).forEach(scenario::read);
    Why why = why(scenario, Map.of());
    for (String name : why.names()) {
      List<Answer> answers = why.about(name, Optional.empty());

      assertThat(answers).as(name).isNotEmpty();
      assertThat(answers).as(name).allSatisfy(WhyTest::saysEnough);
    }
  }

  /** What is wrong has a cause; no sentence has a hole. */
  private static void saysEnough(Answer answer) {
    List<Cause> causes =
        Stream.concat(
                answer.causes().stream(),
                answer.places().stream().flatMap(p -> p.causes().stream()))
            .toList();
    assertThat(answer.headline()).isNotBlank().doesNotContain("  ", "null", "Optional");
    assertThat(causes)
        .allSatisfy(c -> assertThat(c.text()).isNotBlank().doesNotContain("null", "Optional"));
    if (answer.mood() == Mood.WRONG) {
      assertThat(causes).as(answer.headline()).isNotEmpty();
    }
  }

  private static Why why(Scenario scenario, Map<String, String> orders) {
    Definitions definitions = scenario.definitions();
    Snapshot snapshot = scenario.world.snapshot();
    Plan plan = Scheduler.decide(definitions, snapshot, scenario.now);
    return new Why(definitions, snapshot, scenario.now, plan, orders);
  }

  @Test
  void ordersAreNamedWithWhoGaveThem() {
    Scenario scenario = new Scenario("test");
    List.of("fence f", "node alice", "node bob", "primitive web", "location l web alice -INFINITY")
        .forEach(scenario::read);
    scenario.world.machine(new NodeName("bob")).attributes.put("standby", "on");

    Answer web =
        why(scenario, Map.of("standby/bob", "root@alice: new disk"))
            .about("web", Optional.of(new NodeName("bob")))
            .getFirst();

    assertThat(web.places()).hasSize(1);
    Cause cause = web.places().getFirst().causes().getFirst();
    assertThat(cause.text()).isEqualTo("it is on standby, ordered by root@alice: new disk");
    assertThat(cause.remedies()).containsExactly(Remedy.command("hactl unstandby bob"));
  }

  @Test
  void whatNobodyKnowsIsNotExplained() {
    Scenario scenario = new Scenario("test");
    List.of("node alice", "primitive web").forEach(scenario::read);

    assertThat(why(scenario, Map.of()).about("wep", Optional.empty())).isEmpty();
  }
}
