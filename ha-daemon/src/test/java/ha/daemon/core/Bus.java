package ha.daemon.core;

import ha.api.Endpoint;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.daemon.desk.ApplyDesk;
import ha.daemon.desk.Desk;
import ha.membership.agreement.AgreementConfig;
import ha.membership.ledger.DiskWrite;
import ha.membership.ledger.Durable;
import ha.membership.ledger.Electorate;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.plan.Plan;
import ha.model.yaml.YamlReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whole nodes that hear each other at once and whose disks never fail, in virtual time. */
final class Bus {
  final TreeMap<Long, List<ApiReply>> answers = new TreeMap<>();
  final TreeSet<NodeName> silent = new TreeSet<>();
  final List<DiskWrite> writes = new ArrayList<>();
  final List<String> said = new ArrayList<>();
  private final TreeMap<NodeName, NodeCore> cores = new TreeMap<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Definitions definitions;
  private MonoTime mono = new MonoTime(1_000_000_000L);
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private long numbers;

  Bus(String yaml, List<NodeName> names) {
    definitions = read(yaml).orElseThrow();
    for (NodeName name : names) {
      cores.put(
          name,
          new NodeCore(
              AgreementConfig.of(
                  name,
                  definitions.cluster(),
                  electorate(definitions),
                  text -> read(text).map(Bus::electorate)),
              new Incarnation(1),
              Durable.fresh(new Incarnation(1)),
              (d, snapshot, at) -> Plan.EMPTY,
              Bus::read,
              new Desk(
                  (d, snapshot, at) -> Plan.EMPTY,
                  new ApplyDesk((label, text) -> new YamlReader().read(label, text))),
              new NodeCore.Seed(yaml, "root@" + name),
              mono,
              wall));
    }
  }

  private static Optional<Definitions> read(String yaml) {
    return new YamlReader().read("test.yaml", yaml).definitions();
  }

  private static Electorate electorate(Definitions definitions) {
    TreeMap<NodeName, Electorate.Voter> voters = new TreeMap<>();
    definitions
        .nodes()
        .forEach((name, node) ->
            voters.put(name, new Electorate.Voter(node.votes(), node.preference())));
    return new Electorate(voters);
  }

  NodeCore core(NodeName name) {
    return Objects.requireNonNull(cores.get(name));
  }

  NodeName leader() {
    return core(cores.firstKey()).situation().leader().orElseThrow();
  }

  NodeName follower() {
    NodeName leader = leader();
    return cores.keySet().stream().filter(n -> !n.equals(leader)).findFirst().orElseThrow();
  }

  long call(NodeName at, Endpoint<?, ?> endpoint, String query, String body) {
    long number = ++numbers;
    answers.put(number, new ArrayList<>());
    ApiCall call =
        new ApiCall(endpoint.method().name(), endpoint.path(), query, body, "root@" + at);
    step(at, new CoreEvent.Called(number, call));
    settle();
    return number;
  }

  List<ApiReply> answers(long number) {
    return Objects.requireNonNull(answers.get(number));
  }

  void pass(Duration time) {
    Duration tick = definitions.cluster().heartbeat().dividedBy(2);
    for (long i = time.dividedBy(tick); i > 0; i--) {
      mono = mono.plus(tick);
      wall = wall.plus(tick);
      cores.keySet().forEach(n -> step(n, new CoreEvent.Tick()));
      settle();
    }
  }

  void step(NodeName name, CoreEvent event) {
    core(name).step(event, mono, wall).forEach(effect -> carryOut(name, effect));
  }

  void settle() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private void send(NodeName from, NodeName to, CoreEvent event) {
    if (!silent.contains(from) && !silent.contains(to) && cores.containsKey(to)) {
      waiting.add(() -> step(to, event));
    }
  }

  private void carryOut(NodeName from, CoreEffect effect) {
    switch (effect) {
      case CoreEffect.Beat e ->
          cores.keySet().stream()
              .filter(n -> !n.equals(from))
              .forEach(n -> send(from, n, new CoreEvent.PeerSaid(from, e.life(), e.message())));
      case CoreEffect.SendPeer e ->
          send(from, e.to(), new CoreEvent.PeerSaid(from, e.life(), e.message()));
      case CoreEffect.SendController e ->
          send(from, e.to(), new CoreEvent.ControllerSaid(from, e.message()));
      case CoreEffect.ForwardCall e ->
          send(from, e.to(), new CoreEvent.CallForwarded(from, e.number(), e.call()));
      case CoreEffect.ForwardAnswer e ->
          send(from, e.to(), new CoreEvent.CallAnswered(e.number(), e.reply()));
      case CoreEffect.Answer e -> answers(e.number()).add(e.reply());
      case CoreEffect.Persist e -> {
        writes.add(e.write());
        waiting.add(() -> step(from, new CoreEvent.Persisted(e.ticket())));
      }
      case CoreEffect.Say e -> said.add(from + ": " + e.sentence());
      case CoreEffect ignored -> {}
    }
  }
}
