package ha.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ClusterStatus.QuorumStatus;
import ha.api.Order.FencePeerOrder;
import ha.daemon.controller.Controller.LeaderView;
import ha.daemon.controller.NodeReport;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.AgentRef;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.OperatorOverride;
import ha.model.ledger.OperatorOverride.ReplicaBehind;
import ha.model.ledger.Position;
import ha.model.plan.Plan;
import ha.model.snapshot.OperationRecord;
import ha.model.yaml.YamlReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two replicas have lost each other, and both ask whether they may go on. */
final class ReplicaDeskTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");
  private static final ResourceId DISK = new ResourceId("disk");
  private static final String YAML =
      """
      cluster: {name: test}
      nodes:
        alice: {links: [127.0.0.1], fence: [pdu], preference: 1}
        bob: {links: [127.0.0.2], fence: [pdu]}
      fence-devices:
        pdu: {agent: fence_dummy}
      resources:
        disk: {agent: drbd, with: {resource: r0}, promotable: {promoted-max: 2}}
        web: {agent: dummy}
      """;

  private final TreeMap<NodeName, NodeReport> reports = new TreeMap<>();
  private ClusterRecord record = ClusterRecord.EMPTY;
  private int calls;

  private void reports(NodeName node, OperationRecord... history) {
    reports.put(
        node, new NodeReport(1, List.of(history), List.of(), new TreeMap<>(), false, List.of()));
  }

  private OperationRecord done(String resource, String operation) {
    return new OperationRecord(
        new ResourceId(resource),
        AgentRef.builtIn("drbd"),
        operation,
        Duration.ZERO,
        ++calls,
        OperationRecord.Status.DONE,
        0,
        0,
        "",
        Optional.of(AT),
        Optional.of(AT),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        "");
  }

  private OrderDesk.Outcome ask(NodeName node, NodeName peer) {
    Situation situation =
        new Situation(
            AT,
            ALICE,
            record,
            new YamlReader().read("test.yaml", YAML).definitions(),
            new Term(1),
            Optional.of(ALICE),
            Optional.of(new LeaderView(new Term(1), Plan.EMPTY, reports, true, Set.of())),
            NodeReport.EMPTY,
            new QuorumStatus(true, 2, 2, 2, "2 nodes agree", Optional.empty()),
            new TreeMap<>());
    return new OrderDesk(situation, situation.definitions().orElseThrow(), "root@" + node)
        .take(new FencePeerOrder("r0", node, peer, "connection lost"));
  }

  private List<OperatorOverride> set(OrderDesk.Outcome outcome) {
    assertThat(outcome).isInstanceOf(OrderDesk.Outcome.Entries.class);
    return ((OrderDesk.Outcome.Entries) outcome)
        .entries().stream().map(e -> ((LedgerEntry.OverrideSet) e).override()).toList();
  }

  private void commit(OrderDesk.Outcome outcome) {
    for (LedgerEntry entry : ((OrderDesk.Outcome.Entries) outcome).entries()) {
      record = record.apply(new Position(new Term(1), record.position().index() + 1), entry);
    }
  }

  private static String refusal(OrderDesk.Outcome outcome) {
    assertThat(outcome).isInstanceOf(OrderDesk.Outcome.Refused.class);
    return ((OrderDesk.Outcome.Refused) outcome).error().message();
  }

  @Test
  void peerThatIsNotPromotedIsDeclaredBehind() {
    reports(ALICE, done("disk:0", "start"), done("disk:0", "promote"));
    reports(BOB, done("disk:1", "start"));

    assertThat(set(ask(ALICE, BOB))).containsExactly(new ReplicaBehind(DISK, BOB, 1));
  }

  @Test
  void lostPeerIsDeclaredBehindBeforeItIsOff() {
    reports(ALICE, done("disk:0", "start"), done("disk:0", "promote"));

    assertThat(set(ask(ALICE, BOB))).containsExactly(new ReplicaBehind(DISK, BOB, 1));
  }

  @Test
  void ofTwoPromotedOneGoesOnWhoeverAsksFirst() {
    reports(ALICE, done("disk:0", "start"), done("disk:0", "promote"));
    reports(BOB, done("disk:1", "start"), done("disk:1", "promote"));

    assertThat(refusal(ask(BOB, ALICE))).contains("alice is the one that goes on");
    OrderDesk.Outcome won = ask(ALICE, BOB);

    assertThat(set(won))
        .hasSize(2)
        .contains(new ReplicaBehind(DISK, BOB, 1))
        .anyMatch(o -> o.key().equals("fence/bob"));
    commit(won);
    assertThat(refusal(ask(BOB, ALICE))).contains("behind itself");
  }

  @Test
  void whatRunsThereCountsMoreThanThePreference() {
    reports(ALICE, done("disk:0", "start"), done("disk:0", "promote"));
    reports(BOB, done("disk:1", "start"), done("disk:1", "promote"), done("web", "start"));

    assertThat(set(ask(BOB, ALICE))).anyMatch(o -> o.key().equals("fence/alice"));
    assertThat(refusal(ask(ALICE, BOB))).contains("bob is the one that goes on");
  }

  @Test
  void whoIsBehindDoesNotGoOnAlone() {
    reports(ALICE, done("disk:0", "start"));
    reports(BOB, done("disk:1", "start"));
    commit(ask(ALICE, BOB));
    reports.remove(ALICE);

    assertThat(refusal(ask(BOB, ALICE))).contains("behind itself");
  }

  @Test
  void laterDeclarationsHaveGreaterEpochs() {
    reports(ALICE, done("disk:0", "start"));
    reports(BOB, done("disk:1", "start"));
    commit(ask(ALICE, BOB));

    assertThat(set(ask(ALICE, BOB))).containsExactly(new ReplicaBehind(DISK, BOB, 2));
  }

  @Test
  void unknownDeviceIsNamed() {
    Situation situation = new DeskScene() {}.leading();
    OrderDesk.Outcome outcome =
        new OrderDesk(situation, situation.definitions().orElseThrow(), "root@alice")
            .take(new FencePeerOrder("r7", ALICE, BOB, ""));

    assertThat(refusal(outcome)).contains("'r7'");
  }
}
