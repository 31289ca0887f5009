package ha.policy.fuzz;

import ha.policy.Scheduler;
import ha.policy.cib.Cib;
import ha.policy.cib.CibReader;
import ha.policy.report.CorpusJson;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Our scheduler. */
final class Ours {
  /** What both take for now if the situation does not say. */
  static final Instant SOME_DAY = Instant.parse("2026-01-01T00:00:00Z");

  private Ours() {}

  /** Our plan, or an object with {@code error}: that we refuse it, or a fault of ours. */
  static JsonNode decide(Document cib) {
    ObjectMapper mapper = new ObjectMapper();
    try {
      byte[] text = Xml.text(cib).getBytes(StandardCharsets.UTF_8);
      Cib read = CibReader.read("cib.xml", new ByteArrayInputStream(text));
      Instant now = read.executionDate().orElse(SOME_DAY);
      return mapper.readTree(
          CorpusJson.line(
              "cib",
              read.definitions(),
              read.snapshot(),
              Scheduler.decide(read.definitions(), read.snapshot(), now)));
    } catch (RuntimeException e) {
      // Whatever goes wrong is a difference to be shown.
      return mapper.readTree(CorpusJson.error("cib", e.toString()));
    }
  }
}
