package ha.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError;
import ha.api.ClusterStatus.QuorumStatus;
import ha.api.ClusterStatus.Waiting;
import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.Order;
import ha.api.OrderRequest;
import ha.daemon.controller.Controller.LeaderView;
import ha.daemon.controller.NodeReport;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.AgentRef;
import ha.model.definition.Definitions;
import ha.model.json.Json;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import ha.model.plan.Plan;
import ha.model.snapshot.OperationRecord;
import ha.model.yaml.YamlReader;
import ha.policy.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;

/** A desk, and situations made for it. */
abstract class DeskScene {
  static final NodeName ALICE = new NodeName("alice");
  static final NodeName BOB = new NodeName("bob");
  static final NodeName CAROL = new NodeName("carol");
  static final ResourceId WEB = new ResourceId("web");
  static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  static final MonoTime NOW = new MonoTime(0);
  static final String YAML =
      """
      cluster: {name: test}
      nodes:
        alice: {links: [127.0.0.1], fence: [pdu]}
        bob: {links: [127.0.0.2], fence: [pdu]}
        carol: {links: [127.0.0.3], fence: [pdu]}
      fence-devices:
        pdu: {agent: fence_dummy}
      resources:
        web: {agent: dummy}
      """;

  final Desk desk =
      new Desk(
          Scheduler::decide, new ApplyDesk((label, yaml) -> new YamlReader().read(label, yaml)));
  ClusterRecord record = ClusterRecord.EMPTY;
  Plan plan = Plan.EMPTY;
  Set<NodeName> members = Set.of(ALICE, BOB);
  private long numbers;

  @BeforeEach
  void definitionsAreInForce() {
    TreeMap<NodeName, Incarnation> lives = new TreeMap<>();
    members.forEach(m -> lives.put(m, new Incarnation(1)));
    commit(new LedgerEntry.TermBegan(AT, new Term(1), ALICE, lives));
    commit(new LedgerEntry.DefinitionsApplied(AT, YAML, "root@alice", "first"));
  }

  void commit(LedgerEntry entry) {
    record = record.apply(new Position(new Term(1), record.position().index() + 1), entry);
  }

  static Optional<Definitions> definitions() {
    return new YamlReader().read("test.yaml", YAML).definitions();
  }

  static OperationRecord started() {
    return new OperationRecord(
        WEB,
        AgentRef.builtIn("dummy"),
        "start",
        Duration.ZERO,
        1,
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

  Situation leading() {
    TreeMap<NodeName, NodeReport> reports = new TreeMap<>();
    members.forEach(m -> reports.put(m, NodeReport.EMPTY));
    reports.put(
        ALICE, new NodeReport(1, List.of(started()), List.of(), new TreeMap<>(), false, List.of()));
    return new Situation(
        AT,
        ALICE,
        record,
        definitions(),
        new Term(1),
        Optional.of(ALICE),
        Optional.of(new LeaderView(new Term(1), plan, reports, true, Set.of())),
        NodeReport.EMPTY,
        new QuorumStatus(true, 2, 2, 3, "2 nodes agree", Optional.empty()),
        new TreeMap<>());
  }

  Situation alone() {
    Waiting waiting = new Waiting(List.of(BOB), AT, "bob is not heard", "start bob");
    return new Situation(
        AT,
        ALICE,
        record,
        definitions(),
        new Term(1),
        Optional.empty(),
        Optional.empty(),
        NodeReport.EMPTY,
        new QuorumStatus(false, 1, 2, 3, "bob is not heard", Optional.of(waiting)),
        new TreeMap<>());
  }

  List<DeskEffect> call(Endpoint<?, ?> endpoint, String query, String body, Situation s) {
    ApiCall call =
        new ApiCall(endpoint.method().name(), endpoint.path(), query, body, "root@alice");
    return desk.call(++numbers, call, s, NOW);
  }

  List<DeskEffect> order(Order order, Situation s) {
    return call(Endpoints.ORDER, "", Json.text(new OrderRequest(order)), s);
  }

  List<LedgerEntry> entries(Order order) {
    return order(order, leading()).stream()
        .filter(DeskEffect.Commit.class::isInstance)
        .flatMap(c -> ((DeskEffect.Commit) c).entries().stream())
        .toList();
  }

  static ApiReply reply(List<DeskEffect> effects) {
    List<DeskEffect.Answer> answers =
        effects.stream()
            .filter(DeskEffect.Answer.class::isInstance)
            .map(DeskEffect.Answer.class::cast)
            .toList();
    assertThat(answers).hasSize(1);
    return answers.getFirst().reply();
  }

  static <A> A answer(List<DeskEffect> effects, Class<A> type) {
    ApiReply reply = reply(effects);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return Json.read(reply.body(), type);
  }

  static ApiError error(List<DeskEffect> effects) {
    return Json.read(reply(effects).body(), ApiError.class);
  }
}
