package ha.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ClusterStatus.QuorumStatus;
import ha.api.Endpoints;
import ha.api.FencePeerAnswer.Word;
import ha.api.FencePeerRequest;
import ha.daemon.controller.Controller.LeaderView;
import ha.daemon.controller.NodeReport;
import ha.model.Incarnation;
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

  private ReplicaDesk.Outcome ask(NodeName node, NodeName peer) {
    return ask("r0", node, peer, Optional.empty());
  }

  /** Asked on {@code node}, whoever leads; alice does. */
  private ReplicaDesk.Outcome ask(
      String device, NodeName node, NodeName peer, Optional<Long> epoch) {
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
    ApiCall call = new ApiCall("POST", Endpoints.FENCE_PEER.path(), "", "", "root@" + node);
    return new ReplicaDesk(situation, situation.definitions().orElseThrow(), call)
        .take(new FencePeerRequest(device, peer, epoch));
  }

  private static List<LedgerEntry> entries(ReplicaDesk.Outcome outcome) {
    assertThat(outcome).isInstanceOf(ReplicaDesk.Outcome.Declared.class);
    return ((ReplicaDesk.Outcome.Declared) outcome).entries();
  }

  private static List<OperatorOverride> set(ReplicaDesk.Outcome outcome) {
    return entries(outcome).stream().map(e -> ((LedgerEntry.OverrideSet) e).override()).toList();
  }

  private void commit(ReplicaDesk.Outcome outcome) {
    entries(outcome).forEach(this::commit);
  }

  private void commit(LedgerEntry entry) {
    record = record.apply(new Position(new Term(1), record.position().index() + 1), entry);
  }

  private static String refusal(ReplicaDesk.Outcome outcome) {
    assertThat(outcome).isInstanceOf(ReplicaDesk.Outcome.Refused.class);
    return ((ReplicaDesk.Outcome.Refused) outcome).error().message();
  }

  /** Declares bob's replica behind; what is said of it then. */
  private Word wordOnBob() {
    ReplicaDesk.Outcome declared = ask(ALICE, BOB);
    commit(declared);
    long epoch = ((ReplicaDesk.Outcome.Declared) declared).answer().epoch();
    assertThat(((ReplicaDesk.Outcome.Declared) declared).answer().word()).isEqualTo(Word.WAIT);
    return word(epoch);
  }

  private Word word(long epoch) {
    ReplicaDesk.Outcome known = ask("r0", ALICE, BOB, Optional.of(epoch));
    assertThat(known).isInstanceOf(ReplicaDesk.Outcome.Known.class);
    return ((ReplicaDesk.Outcome.Known) known).answer().word();
  }

  @Test
  void memberWhoseReplicaIsNotPromotedIsOutdatedOnceThatIsOnRecord() {
    reports(ALICE, done("disk:0", "start"), done("disk:0", "promote"));
    reports(BOB, done("disk:1", "start"));

    assertThat(word(1)).as("not declared").isEqualTo(Word.WAIT);
    assertThat(wordOnBob()).isEqualTo(Word.OUTDATED);
    assertThat(word(2)).as("a declaration that never came to be").isEqualTo(Word.WAIT);

    reports(BOB, done("disk:1", "start"), done("disk:1", "promote"));
    assertThat(word(1)).as("promoted meanwhile").isEqualTo(Word.WAIT);
  }

  @Test
  void lostPeerIsWaitedForUntilItIsOff() {
    reports(ALICE, done("disk:0", "start"), done("disk:0", "promote"));
    commit(new LedgerEntry.NodeLost(AT, BOB, new Incarnation(1), "not heard"));

    assertThat(wordOnBob()).isEqualTo(Word.WAIT);

    commit(new LedgerEntry.FenceConfirmed(AT, BOB, new Incarnation(1), "pdu", "alice", "read off"));
    assertThat(word(record.position().index() - 1)).isEqualTo(Word.OFF);
  }

  @Test
  void peerThatIsBeingFencedMayStillWrite() {
    reports(ALICE, done("disk:0", "start"), done("disk:0", "promote"));
    reports(BOB, done("disk:1", "start"), done("disk:1", "promote"));
    assertThat(wordOnBob()).isEqualTo(Word.WAIT);

    reports(BOB, done("disk:1", "start"));
    assertThat(word(1)).as("fence wanted").isEqualTo(Word.WAIT);
  }

  @Test
  void memberThatHasNotReportedMayWrite() {
    reports(ALICE, done("disk:0", "start"), done("disk:0", "promote"));
    TreeMap<NodeName, Incarnation> both = new TreeMap<>();
    both.put(ALICE, new Incarnation(1));
    both.put(BOB, new Incarnation(1));
    commit(new LedgerEntry.TermBegan(AT, new Term(1), ALICE, both));

    assertThat(wordOnBob()).isEqualTo(Word.WAIT);
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
    ReplicaDesk.Outcome won = ask(ALICE, BOB);

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
    assertThat(refusal(ask("r7", ALICE, BOB, Optional.empty()))).contains("'r7'");
  }

  @Test
  void peerIsAnotherNode() {
    assertThat(refusal(ask(ALICE, ALICE))).contains("no other node");
    assertThat(refusal(ask(ALICE, new NodeName("bobby")))).contains("no other node");
  }
}
