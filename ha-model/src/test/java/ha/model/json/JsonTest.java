package ha.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.OperatorOverride;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final NodeName ALICE = new NodeName("alice");

  @Test
  void entriesComeBackAsTheyWere() {
    LedgerEntry entry =
        new LedgerEntry.TermBegan(
            Instant.parse("2026-01-02T03:04:05.678Z"),
            new Term(7),
            ALICE,
            new TreeMap<>(Map.of(ALICE, new Incarnation(12))));

    assertThat(Json.text(entry))
        .isEqualTo(
            "{\"type\":\"TermBegan\",\"at\":\"2026-01-02T03:04:05.678Z\",\"term\":7,"
                + "\"leader\":\"alice\",\"members\":{\"alice\":12}}");
    assertThat(Json.read(Json.bytes(entry), LedgerEntry.class)).isEqualTo(entry);
  }

  /** A daemon reads what an older one wrote: state files, and messages while both take part. */
  @Test
  void listsThatAnOlderVersionDidNotWriteAreEmpty() {
    String older =
        Json.text(ClusterRecord.EMPTY).replace("\"timeouts\":[],", "").replace("\"nodes\":{},", "");

    assertThat(older).doesNotContain("timeouts").doesNotContain("nodes");
    assertThat(Json.read(older, ClusterRecord.class)).isEqualTo(ClusterRecord.EMPTY);
  }

  @Test
  void sealedFieldsAndAbsentValuesComeBack() {
    LedgerEntry entry =
        new LedgerEntry.OverrideSet(
            Instant.EPOCH,
            new OperatorOverride.Standby(ALICE, Optional.empty()),
            "root@alice",
            "disk");

    assertThat(Json.read(Json.bytes(entry), LedgerEntry.class)).isEqualTo(entry);
  }
}
