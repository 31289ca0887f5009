package ha.policy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ha.policy.conformance.Comparison;
import ha.policy.conformance.Difference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.ObjectMapper;

/** The fuzzer itself: seeds repeat, and it notices what differs. */
final class FuzzTest {
  @TempDir private Path folder;

  @Test
  void oneSeedIsOneSituation() {
    assertThat(Xml.text(RandomCib.of(7))).isEqualTo(Xml.text(RandomCib.of(7)));
    Document cib = RandomCib.of(7);
    assertThat(Xml.text(Mutation.of(cib, 3))).isEqualTo(Xml.text(Mutation.of(cib, 3)));
    assertThat(Xml.text(cib)).as("the original stays").isEqualTo(Xml.text(RandomCib.of(7)));
  }

  @Test
  void everySeedIsReadAndDecided() {
    for (int seed = 1; seed <= 100; seed++) {
      assertThat(Ours.decide(RandomCib.of(seed)).has("error")).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void noticesWhatDiffers() {
    ObjectMapper mapper = new ObjectMapper();
    String plan =
        """
        {"after": {"multiset": {"p": {"active": [["%s", "Started"]]}}},
         "actions": [{"action": "start", "base": "p", "node": "%s"}],
         "graph": [{"kind": "resource", "op": "monitor", "base": "p", "node": "n1"},
                   {"kind": "resource", "op": "start", "base": "p", "node": "%s"}],
         "precedence": [[0, 1]]}
        """;
    assertThat(
            Comparison.between(
                mapper.readTree(plan.formatted("n1", "n1", "n1")),
                mapper.readTree(plan.formatted("n2", "n1", "n1"))))
        .extracting(Difference::toString)
        .containsExactly("placement -p Started @n1", "placement +p Started @n2");
  }

  @Test
  void agreesWithThePeerOnMostSeeds() throws IOException {
    boolean needed = "true".equals(System.getenv("CI"));
    assumeTrue(needed || Peer.present(), "no crm_simulate (Debian package pacemaker-cli-utils)");
    assertThat(Peer.present()).as("CI must have crm_simulate").isTrue();
    Peer peer = new Peer(folder);
    int agree = 0;
    for (int seed = 1; seed <= 15; seed++) {
      Verdict verdict = Verdict.of(RandomCib.of(seed), peer);
      agree += verdict.agrees() || verdict.refused() ? 1 : 0;
    }
    assertThat(agree).isGreaterThan(10);
  }

  @Test
  void saysWhatItFound() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int status =
        new Campaign(Arguments.read("--seeds", "1..4", "--no-shrink", "--threads", "1"), out).run();
    String said = bytes.toString(StandardCharsets.UTF_8);
    if (Peer.present()) {
      assertThat(said).contains("situations:");
    } else {
      assertThat(said).startsWith("skipped");
      assertThat(status).isZero();
    }
  }
}
