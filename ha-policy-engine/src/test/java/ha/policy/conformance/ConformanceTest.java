package ha.policy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ha.policy.Endless;
import ha.policy.Scheduler;
import ha.policy.cib.Cib;
import ha.policy.cib.CibDates;
import ha.policy.cib.CibReader;
import ha.policy.report.CorpusJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Agreement with Pacemaker's scheduler on its regression situations, which are not part of this
 * repository: {@code HA_SCHEDULER_CORPUS} names their folder. Fails when agreement drops below the
 * figures in {@code conformance.properties}.
 */
final class ConformanceTest {
  private static final Instant SOME_DAY = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> KINDS =
      List.of("placement", "actions", "graph", "order", "all");

  @Test
  void agreesAtLeastAsOftenAsRecorded() throws IOException {
    Path corpus = corpus();
    Map<String, Integer> agree = new TreeMap<>();
    KINDS.forEach(kind -> agree.put(kind, 0));
    try (Stream<Path> files = Files.list(corpus.resolve("expected"))) {
      for (Path expected : files.sorted().toList()) {
        add(agree, score(corpus, expected));
      }
    }
    System.out.println("scheduler corpus: " + agree);

    Properties recorded = recorded();
    for (String kind : KINDS) {
      assertThat(agree.get(kind))
          .as("situations that agree in %s", kind)
          .isGreaterThanOrEqualTo(Integer.parseInt(recorded.getProperty(kind)));
    }
  }

  @Test
  void waitsInNoCircle() throws IOException {
    Path corpus = corpus();
    try (Stream<Path> files = Files.list(corpus.resolve("xml"))) {
      for (Path file : files.sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          Cib cib = CibReader.read(file.toString(), in);
          Instant now = cib.executionDate().orElse(SOME_DAY);
          assertThat(Endless.waits(Scheduler.decide(cib.definitions(), cib.snapshot(), now)))
              .as("%s", file.getFileName())
              .isEmpty();
        }
      }
    }
  }

  private static Path corpus() {
    Path corpus =
        Optional.ofNullable(System.getenv("HA_SCHEDULER_CORPUS"))
            .map(Path::of)
            .orElse(Path.of("../../shared/scheduler"));
    assumeTrue(
        Files.isDirectory(corpus.resolve("expected")),
        "no scheduler corpus at " + corpus + "; set HA_SCHEDULER_CORPUS");
    return corpus;
  }

  private static void add(Map<String, Integer> agree, CorpusScore score) {
    agree.merge("placement", score.placement() ? 1 : 0, Integer::sum);
    agree.merge("actions", score.actions() ? 1 : 0, Integer::sum);
    agree.merge("graph", score.graph() ? 1 : 0, Integer::sum);
    agree.merge("order", score.order() ? 1 : 0, Integer::sum);
    agree.merge("all", score.all() ? 1 : 0, Integer::sum);
  }

  private static CorpusScore score(Path corpus, Path expected) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode want = mapper.readTree(Files.readString(expected));
    String name = want.get("test").asString();
    JsonNode date = want.get("date");
    Optional<Instant> at =
        date.get("source").asString().equals("argument")
            ? CibDates.moment(date.get("value").asString())
            : Optional.empty();
    String line = simulate(name, corpus.resolve("xml/" + name + ".xml"), at);
    return CorpusScore.of(want, mapper.readTree(line));
  }

  private static String simulate(String name, Path file, Optional<Instant> date)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Cib cib = CibReader.read(file.toString(), in);
      Instant now = date.or(cib::executionDate).orElse(SOME_DAY);
      return CorpusJson.line(
          name,
          cib.definitions(),
          cib.snapshot(),
          Scheduler.decide(cib.definitions(), cib.snapshot(), now));
    }
  }

  private static Properties recorded() throws IOException {
    Properties recorded = new Properties();
    try (InputStream in =
        Objects.requireNonNull(
            ConformanceTest.class.getResourceAsStream("/conformance.properties"))) {
      recorded.load(in);
    }
    return recorded;
  }
}
