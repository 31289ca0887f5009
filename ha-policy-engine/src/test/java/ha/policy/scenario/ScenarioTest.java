package ha.policy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.plan.Decision;
import ha.model.plan.Plan;
import ha.policy.Scheduler;
import ha.policy.report.PlanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Golden scenarios: {@code src/test/scenarios/TOPIC/CASE.txt}. {@code -Drewrite=true} writes what
 * the engine says now; commit that only if the difference is meant.
 */
final class ScenarioTest {
  private static final Path FOLDER = Path.of("src/test/scenarios");
  private static final String LINE = "----";

  @TestFactory
  Stream<DynamicTest> scenarios() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      List<Path> cases = files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
      return cases.stream()
          .map(
              file -> DynamicTest.dynamicTest(FOLDER.relativize(file).toString(), () -> run(file)));
    }
  }

  private static void run(Path file) throws IOException {
    String text = Files.readString(file);
    String printed = play(String.valueOf(file.getFileName()), text.lines().toList());
    if (Boolean.getBoolean("rewrite")) {
      Files.writeString(file, printed);
    } else {
      assertThat(printed).isEqualTo(text);
    }
  }

  /** Repeats the script and puts the engine's answers after each {@code ----}. */
  private static String play(String name, List<String> lines) {
    StringBuilder out = new StringBuilder();
    Scenario scenario = new Scenario(name);
    Plan plan = Plan.EMPTY;
    boolean answer = false;
    for (String line : lines) {
      if (line.startsWith(LINE)) {
        answer = true;
        plan = Scheduler.decide(scenario.definitions(), scenario.world.snapshot(), scenario.now);
        out.append(line).append('\n').append(PlanText.of(plan)).append(explained(line, plan));
      } else if (line.startsWith("++++")) {
        answer = false;
        out.append(line).append('\n');
        if (line.contains("carry out")) {
          scenario.world.carryOut(scenario.definitions(), plan);
        }
      } else if (!answer) {
        out.append(line).append('\n');
        scenario.read(line);
      }
    }
    return out.toString();
  }

  /** {@code ---- explain web}: with every node's score. */
  private static String explained(String line, Plan plan) {
    List<String> text = new ArrayList<>();
    String[] words = line.split("\\s+");
    for (int i = 2; i < words.length; i++) {
      for (Decision decision : plan.decisions()) {
        if (decision.resource().value().equals(words[i])) {
          text.add("explain " + words[i] + ":\n" + PlanText.explain(decision).indent(2));
        }
      }
    }
    return String.join("", text);
  }
}
