package ha.daemon.controller;

import ha.daemon.controller.ControllerEffect.RunAgent;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.OperatorOverride;
import ha.model.ledger.Position;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.ExitCode;
import ha.policy.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Controllers that hear each other, with agents that do what they are told, and the real engine.
 */
final class Together {
  final List<String> ran = new ArrayList<>();
  final List<String> said = new ArrayList<>();
  final Set<String> failing = new HashSet<>();
  final TreeSet<NodeName> left = new TreeSet<>();
  final List<ControllerEffect> effects = new ArrayList<>();
  int decisions;
  private final TreeMap<NodeName, Controller> nodes = new TreeMap<>();
  private final TreeMap<NodeName, TreeSet<ResourceId>> running = new TreeMap<>();
  private final Set<String> promoted = new HashSet<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private MonoTime mono = new MonoTime(1_000_000_000L);
  private Instant wall = Samples.EPOCH;
  private Term term = Term.NONE;
  private long index;

  Together(String yaml, List<NodeName> names) {
    for (NodeName name : names) {
      running.put(name, new TreeSet<>());
      nodes.put(
          name,
          new Controller(
              name,
              new Incarnation(1),
              ClusterRecord.EMPTY,
              (definitions, snapshot, at) -> {
                decisions++;
                return Scheduler.decide(definitions, snapshot, at);
              },
              Samples::read,
              now()));
    }
    commit(new LedgerEntry.DefinitionsApplied(wall, yaml, "test", ""));
  }

  private Now now() {
    return new Now(mono, wall, true);
  }

  Controller node(NodeName name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  Set<ResourceId> on(NodeName name) {
    return Objects.requireNonNull(running.get(name));
  }

  ClusterRecord record() {
    return nodes.firstEntry().getValue().record();
  }

  /** A term of these, led by the first. */
  void lead(NodeName leader, NodeName... others) {
    term = term.next();
    TreeMap<NodeName, ControllerEvent.Member> members = new TreeMap<>();
    TreeMap<NodeName, Incarnation> lives = new TreeMap<>();
    List<NodeName> all = new ArrayList<>(List.of(others));
    all.add(leader);
    all.forEach(n -> {
      lives.put(n, new Incarnation(1));
      members.put(
          n, new ControllerEvent.Member(new Incarnation(1), Reports.write(node(n).report())));
    });
    commit(new LedgerEntry.TermBegan(wall, term, leader, lives));
    for (NodeName other : others) {
      step(other, new ControllerEvent.Following(term, leader));
    }
    step(leader, new ControllerEvent.Leading(term, members));
    settle();
  }

  void step(NodeName name, ControllerEvent event) {
    node(name).step(event, now()).forEach(effect -> carryOut(name, effect));
  }

  void commit(LedgerEntry entry) {
    Position at = new Position(term, ++index);
    nodes.keySet().forEach(n -> step(n, new ControllerEvent.Committed(at, entry)));
  }

  void order(OperatorOverride override) {
    commit(new LedgerEntry.OverrideSet(wall, override, "root@alice", "test"));
    settle();
  }

  Instant wall() {
    return wall;
  }

  /** Whatever is under way ends. */
  void settle() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  void pass(Duration time) {
    long steps = Math.max(1, time.toMillis() / 100);
    for (long i = 0; i < steps; i++) {
      mono = mono.plus(Duration.ofMillis(100));
      wall = wall.plus(Duration.ofMillis(100));
      nodes.keySet().forEach(n -> step(n, new ControllerEvent.Tick()));
      settle();
    }
  }

  private void carryOut(NodeName name, ControllerEffect effect) {
    effects.add(effect);
    switch (effect) {
      case ControllerEffect.Send e ->
          waiting.add(() -> step(e.to(), new ControllerEvent.Received(name, e.message())));
      case ControllerEffect.Append e ->
          waiting.add(() -> {
            e.entries().forEach(this::commit);
            step(name, new ControllerEvent.AppendEnded(e.token(), true, ""));
          });
      case ControllerEffect.RunAgent e -> waiting.add(() -> run(name, e));
      case ControllerEffect.Leave ignored -> left.add(name);
      case ControllerEffect.Say e -> said.add(name + ": " + e.sentence());
      case ControllerEffect ignored -> {}
    }
  }

  private void run(NodeName name, RunAgent order) {
    PlannedAction.Operation action = order.action();
    String what = action.operation() + " " + action.resource() + " on " + name;
    if (action.interval().isZero() && !action.operation().equals("monitor")) {
      ran.add(what);
    }
    int code = failing.contains(what) ? ExitCode.GENERIC_ERROR : perform(name, action);
    step(
        name,
        new ControllerEvent.OperationEnded(
            Optional.of(order.operationId()), Samples.result(action, code, wall)));
  }

  private int perform(NodeName name, PlannedAction.Operation action) {
    Set<ResourceId> here = on(name);
    String copy = action.resource() + "@" + name;
    return switch (action.operation()) {
      case "start", "migrate_from" -> {
        here.add(action.resource());
        yield ExitCode.OK;
      }
      case "stop" -> {
        here.remove(action.resource());
        promoted.remove(copy);
        yield ExitCode.OK;
      }
      case "promote" -> {
        promoted.add(copy);
        yield ExitCode.OK;
      }
      case "demote" -> {
        promoted.remove(copy);
        yield ExitCode.OK;
      }
      case "monitor" ->
          promoted.contains(copy)
              ? ExitCode.RUNNING_PROMOTED
              : here.contains(action.resource()) ? ExitCode.OK : ExitCode.NOT_RUNNING;
      case String ignored -> ExitCode.OK;
    };
  }
}
