package ha.policy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ha.policy.Scheduler;
import ha.policy.cib.Cib;
import ha.policy.cib.CibReader;
import ha.policy.report.PlanText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plans for small CIBs of our own, with what only a CIB can say so far: beside each file the plan.
 * {@code -Drewrite=true} writes the plans.
 */
final class CibScenarioTest {
  private static final Path FOLDER = Path.of("src/test/cib");

  @TestFactory
  Stream<DynamicTest> cibs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> cases = files.filter(f -> f.toString().endsWith(".xml")).sorted().toList();
      return cases.stream()
          .map(
              file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> run(file)));
    }
  }

  private static void run(Path file) throws IOException {
    Path golden = Path.of(file.toString().replaceFirst("\\.xml$", ".txt"));
    String printed = plan(file);
    if (Boolean.getBoolean("rewrite")) {
      Files.writeString(golden, printed);
    } else {
      assertThat(printed).isEqualTo(Files.readString(golden));
    }
  }

  private static String plan(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Cib cib = CibReader.read(String.valueOf(file.getFileName()), in);
      return PlanText.of(
          Scheduler.decide(
              cib.definitions(), cib.snapshot(), Instant.parse("2026-01-01T00:00:00Z")));
    }
  }
}
