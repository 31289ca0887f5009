package ha.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.Endpoints;
import ha.api.Order;
import ha.api.OrderRequest;
import ha.daemon.desk.ApiReply;
import ha.membership.ledger.DiskWrite;
import ha.model.NodeName;
import ha.model.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two whole nodes joined by a bus. */
final class NodeCoreTest {
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");
  private static final String YAML =
      """
      cluster: {name: test}
      nodes:
        alice: {links: [127.0.0.1], fence: [pdu]}
        bob: {links: [127.0.0.2], fence: [pdu]}
      fence-devices:
        pdu: {agent: fence_dummy}
      resources:
        web: {agent: dummy}
      """;

  private final Bus bus = new Bus(YAML, List.of(ALICE, BOB));

  @BeforeEach
  void formed() {
    bus.pass(Duration.ofSeconds(5));
  }

  private static String standby(boolean on) {
    return Json.text(new OrderRequest(new Order.StandbyOrder(BOB, on, Optional.empty(), "test")));
  }

  @Test
  void formAClusterAndSeedItsDefinitionsOnce() {
    assertThat(bus.core(ALICE).situation().leader())
        .isPresent()
        .isEqualTo(bus.core(BOB).situation().leader());
    assertThat(bus.core(ALICE).controller().record().revisions()).hasSize(1);
    assertThat(bus.core(BOB).controller().record())
        .isEqualTo(bus.core(ALICE).controller().record());
  }

  @Test
  void orderThroughAFollowerIsRecordedEverywhereAndAnsweredOnce() {
    long number = bus.call(bus.follower(), Endpoints.ORDER, "", standby(true));
    bus.pass(Duration.ofSeconds(1));

    assertThat(bus.answers(number)).singleElement().extracting(ApiReply::status).isEqualTo(200);
    assertThat(bus.core(ALICE).controller().record().override("standby/bob"))
        .isPresent()
        .isEqualTo(bus.core(BOB).controller().record().override("standby/bob"));
    assertThat(bus.core(ALICE).controller().record().override("standby/bob").orElseThrow().author())
        .isEqualTo("root@" + bus.follower());
  }

  @Test
  void brokenRequestHarmsNobody() {
    long number = bus.call(bus.follower(), Endpoints.ORDER, "", "{}");

    assertThat(bus.answers(number)).singleElement().extracting(ApiReply::status).isEqualTo(400);
  }

  @Test
  void callWhoseLeaderIsLostIsAnswered() {
    NodeName follower = bus.follower();
    bus.silent.add(bus.leader());

    long number = bus.call(follower, Endpoints.STATUS, "", "");
    assertThat(bus.answers(number)).isEmpty();
    bus.pass(Duration.ofSeconds(3));

    assertThat(bus.answers(number)).singleElement().extracting(ApiReply::status).isEqualTo(503);
  }

  @Test
  void whoeverWaitsForNewsIsAnsweredWhenTheLeaderLosesItsLease() {
    NodeName leader = bus.leader();
    long number = bus.call(leader, Endpoints.PROGRESS, "patience=PT25S", "");
    bus.silent.add(leader);
    bus.pass(Duration.ofSeconds(3));

    assertThat(bus.answers(number)).hasSize(1);
    bus.pass(Duration.ofSeconds(40));
    assertThat(bus.answers(number)).hasSize(1);
  }

  @Test
  void whereNobodyLeadsWaitingForNewsEnds() {
    NodeName follower = bus.follower();
    bus.silent.add(bus.leader());
    bus.pass(Duration.ofSeconds(3));

    long number = bus.call(follower, Endpoints.PROGRESS, "patience=PT2S", "");
    assertThat(bus.answers(number)).isEmpty();
    bus.pass(Duration.ofSeconds(3));

    assertThat(bus.answers(number)).hasSize(1);
  }

  @Test
  void ledgerIsCompactedAfterFiveHundredEntries() {
    for (int i = 0; i < 510; i++) {
      bus.call(bus.leader(), Endpoints.ORDER, "", standby(i % 2 == 0));
    }
    bus.pass(Duration.ofSeconds(1));

    assertThat(bus.writes).hasAtLeastOneElementOfType(DiskWrite.Compact.class);
    assertThat(bus.core(ALICE).agreement().view().entriesSinceSnapshot()).isLessThan(500);
  }
}
