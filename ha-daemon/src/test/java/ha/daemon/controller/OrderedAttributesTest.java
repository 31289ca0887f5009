package ha.daemon.controller;

import static ha.daemon.controller.Samples.ALICE;
import static ha.daemon.controller.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ledger.Lasting;
import ha.model.ledger.LedgerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Attributes that an agent sets on another node than its own, and such that stay. */
final class OrderedAttributesTest {
  private static final String RESOURCES =
      """
      resources:
        web: {agent: dummy}
      """;
  private static final String STATUS = Lasting.named("data-status");

  private final Together two =
      new Together(Samples.yaml(List.of(ALICE, BOB), RESOURCES), List.of(ALICE, BOB));

  private void orders(NodeName node, NodeName about, String name, Optional<String> value) {
    two.step(node, new ControllerEvent.AttributeOrdered(about, name, value));
    two.settle();
    two.pass(Duration.ofSeconds(1));
  }

  private SortedMap<String, String> of(NodeName node) {
    return two.record().attributes().getOrDefault(node, new TreeMap<>());
  }

  @Test
  void everyMemberMayChangeThoseOfEveryOther() {
    two.lead(ALICE, BOB);
    orders(BOB, ALICE, "status", Optional.of("HS:sync"));
    assertThat(of(ALICE)).containsEntry("status", "HS:sync");
    orders(ALICE, BOB, "status", Optional.of("HS:alone"));
    assertThat(of(BOB)).containsEntry("status", "HS:alone");
    orders(ALICE, BOB, "status", Optional.empty());
    assertThat(of(BOB)).doesNotContainKey("status");
    orders(ALICE, new NodeName("nobody"), "status", Optional.of("1"));
    assertThat(two.record().attributes()).doesNotContainKey(new NodeName("nobody"));
  }

  @Test
  void lastingOnesStayWhenTheNodeIsLostAndMayBeSetMeanwhile() {
    two.lead(ALICE, BOB);
    orders(BOB, BOB, "status", Optional.of("HS:sync"));
    orders(BOB, BOB, STATUS, Optional.of("STREAMING|SYNC"));
    two.commit(new LedgerEntry.NodeLost(two.wall(), BOB, new Incarnation(1), "silent"));
    assertThat(of(BOB)).containsExactly(Map.entry(STATUS, "STREAMING|SYNC"));

    two.lead(ALICE);
    orders(ALICE, BOB, STATUS, Optional.of("DISCONNECT"));
    orders(ALICE, BOB, "status", Optional.of("HS:alone"));
    assertThat(of(BOB)).containsExactly(Map.entry(STATUS, "DISCONNECT"));

    two.lead(ALICE, BOB);
    assertThat(of(BOB))
        .as("what it said in its former life does not come back")
        .containsEntry(STATUS, "DISCONNECT");
    assertThat(Lasting.plain(of(BOB))).containsEntry("data-status", "DISCONNECT");
  }
}
