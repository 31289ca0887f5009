package ha.policy.pacemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition;
import ha.model.snapshot.Snapshot;
import ha.model.yaml.ReadResult;
import ha.model.yaml.YamlReader;
import ha.model.yaml.YamlWriter;
import ha.policy.Scheduler;
import ha.policy.cib.CibDocument;
import ha.policy.report.CorpusJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Configurations of the scheduler corpus, imported, written, read back: the plan is the same as
 * before writing.
 */
class ImportCorpusTest {
  private static final Instant SOME_DAY = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void readingBackGivesTheSamePlan() throws IOException {
    Path corpus =
        Optional.ofNullable(System.getenv("HA_SCHEDULER_CORPUS"))
            .map(Path::of)
            .orElse(Path.of("../../shared/scheduler"));
    assumeTrue(
        Files.isDirectory(corpus.resolve("xml")),
        "no scheduler corpus at " + corpus + "; set HA_SCHEDULER_CORPUS");
    List<String> wrong = new ArrayList<>();
    int good = 0;
    int bundles = 0;
    try (Stream<Path> files = Files.list(corpus.resolve("xml"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
        CibDocument document = CibDocument.read(file.toString(), Files.readAllBytes(file));
        Definitions imported = PacemakerImport.of(document, Optional.empty()).definitions();
        bundles += hasBundle(imported) ? 1 : 0;
        String found = difference(file, document, imported);
        if (found.isEmpty()) {
          good++;
        } else {
          wrong.add(found);
        }
      }
    }
    System.out.println(
        "imported, written and read back with the same plan: "
            + good
            + ", "
            + bundles
            + " of them with bundles");

    assertThat(wrong).isEmpty();
    assertThat(good).isPositive();
  }

  private static boolean hasBundle(Definitions definitions) {
    return definitions.resources().values().stream()
        .anyMatch(resource -> resource instanceof ResourceDefinition.Bundle);
  }

  private static String difference(Path file, CibDocument document, Definitions imported) {
    ReadResult read = new YamlReader().lenient().read("imported.yaml", YamlWriter.write(imported));
    if (read.definitions().isEmpty()) {
      return file + ": " + read.findings().getFirst();
    }
    Instant now = document.cib().executionDate().orElse(SOME_DAY);
    Snapshot snapshot = document.cib().snapshot();
    String before = plan(imported, snapshot, now);
    String after = plan(read.definitions().get(), snapshot, now);
    return before.equals(after) ? "" : file + ": another plan";
  }

  private static String plan(Definitions definitions, Snapshot snapshot, Instant now) {
    return CorpusJson.line(
        "x", definitions, snapshot, Scheduler.decide(definitions, snapshot, now));
  }
}
