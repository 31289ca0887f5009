package ha.daemon.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.Position;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FenceTestWishTest {
  private static final NodeName BOB = new NodeName("bob");
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void eachWishIsSeenOnce() {
    FenceTestWish wishes = new FenceTestWish();
    ClusterRecord record = ClusterRecord.EMPTY;
    assertThat(wishes.in(record)).isEmpty();

    record = record.apply(new Position(new Term(1), 1), FenceTestWish.entry(BOB, AT, "root@bob"));
    assertThat(wishes.in(record)).containsExactly(BOB);
    assertThat(wishes.in(record)).isEmpty();

    Instant later = AT.plusSeconds(1);
    record =
        record.apply(new Position(new Term(1), 2), FenceTestWish.entry(BOB, later, "root@bob"));
    assertThat(wishes.in(record)).containsExactly(BOB);
  }
}
