package ha.daemon.runtime;

import ha.api.ApiJson;
import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.Order;
import ha.api.OrderRequest;
import ha.daemon.controller.ControllerEvent.FenceProgress;
import ha.daemon.controller.Holding;
import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.daemon.core.NodeCore;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApplyDesk;
import ha.daemon.desk.Desk;
import ha.membership.agreement.AgreementConfig;
import ha.membership.ledger.LedgerStore;
import ha.membership.ledger.MemoryDisk;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.json.Json;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.yaml.YamlReader;
import ha.policy.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two nodes in memory, in a time of their own, go through what a cluster goes through: they find
 * each other, start something, answer questions; one falls silent, is fenced, and the other takes
 * over. Nothing outside of this object is touched. What a daemon does for the first time is slow,
 * and a node that is slow while others count on it is lost to them; so it has done it all once
 * before anybody hears of it.
 */
final class Practice {
  private static final NodeName GOES = new NodeName("first");
  private static final NodeName STAYS = new NodeName("second");
  private static final Logger LOG = LoggerFactory.getLogger(Practice.class);
  private static final Duration LONGEST_BEFORE_LINKS = Duration.ofSeconds(8);
  private static final int OK = 200;
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final String DEFINITIONS =
      """
      cluster: {name: practice}
      nodes:
        first: {links: [127.0.0.1], fence: [pdu], preference: 1}
        second: {links: [127.0.0.2], fence: [pdu]}
      fence-devices:
        pdu: {agent: fence_none}
      resources:
        disk: {agent: stateful, promotable: {promoted-max: 2}, interleave: true}
        images: {agent: dummy, clone: {interleave: true}}
        web: {agent: dummy, live-migration: true, prefers: {first: 100}}
      constraints:
        - order: [disk.promote, images, web]
        - together: [images, disk.promoted]
        - together: [web, images]
      """;

  private final Definitions definitions = Definers.recorded(DEFINITIONS).orElseThrow();
  private final TreeMap<NodeName, Actor> actors = new TreeMap<>();
  private final long endNanos;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private MonoTime mono = new MonoTime(1_000_000_000L);
  private Instant wall = Instant.EPOCH;
  private final Set<String> active = new HashSet<>();
  private boolean fenced;
  private long calls;
  private int answers;

  /** One of them. */
  private record Actor(NodeCore core, LedgerStore store) {}

  private Practice(long endNanos) throws IOException {
    this.endNanos = endNanos;
    for (NodeName name : definitions.nodes().keySet()) {
      LedgerStore store = LedgerStore.open(new MemoryDisk(), wall);
      NodeCore core =
          new NodeCore(
              AgreementConfig.of(
                  name,
                  definitions.cluster(),
                  Bootstrap.electorate(definitions),
                  yaml -> Definers.recorded(yaml).map(Bootstrap::electorate)),
              store.incarnation(),
              store.durable(),
              Scheduler::decide,
              Definers::recorded,
              new Desk(
                  Scheduler::decide,
                  new ApplyDesk((label, yaml) -> new YamlReader().read(label, yaml))),
              new NodeCore.Seed(DEFINITIONS, "root@" + name),
              mono,
              wall);
      actors.put(name, new Actor(core, store));
    }
  }

  /** All that the loop will have to do has been done once before anybody waits for it. */
  static void beforeLinksOpen() {
    long began = System.nanoTime();
    End end = run(LONGEST_BEFORE_LINKS);
    LOG.debug("practised for {} ms", Duration.ofNanos(System.nanoTime() - began).toMillis());
    switch (end) {
      case WHOLE -> {}
      case OUT_OF_TIME -> LOG.info("slow here: practised for {}", LONGEST_BEFORE_LINKS);
      case STUCK -> LOG.warn("Bug: the practice before the links open did not come to its end");
    }
  }

  /** How it went. */
  enum End {
    WHOLE,
    /** A slow processor: what comes first, and matters most, has been done. */
    OUT_OF_TIME,
    /** A bug. */
    STUCK
  }

  /**
   * Does it.
   *
   * @param longest real time, after which it is broken off
   */
  static End run(Duration longest) {
    try {
      Practice practice = new Practice(System.nanoTime() + longest.toNanos());
      return practice.play() ? End.WHOLE : practice.isOutOfTime() ? End.OUT_OF_TIME : End.STUCK;
    } catch (IOException e) {
      throw new IllegalStateException("memory takes everything", e);
    }
  }

  private boolean play() {
    if (!passUntil(this::isSettled)) {
      return false;
    }
    ask(Endpoints.STATUS, "");
    Order standby = new Order.StandbyOrder(GOES, true, Optional.empty(), "practice");
    ask(Endpoints.ORDER, Json.text(new OrderRequest(standby)));
    if (!passUntil(() -> isSettled() && answers == 2)) {
      return false;
    }
    actors.remove(GOES);
    return passUntil(() -> fenced && isSettled());
  }

  private boolean isOutOfTime() {
    return System.nanoTime() - endNanos > 0;
  }

  /** Somebody leads, something runs, and nothing is left to do. */
  private boolean isSettled() {
    return actors.values().stream()
        .map(Actor::core)
        .anyMatch(core ->
            core.controller().isSettled()
                && core.situation().leading().isPresent()
                && Objects.requireNonNull(actors.get(STAYS)).core().holding() == Holding.SOMETHING);
  }

  private boolean passUntil(BooleanSupplier over) {
    Duration tick = definitions.cluster().heartbeat().dividedBy(2);
    MonoTime end = mono.plus(LONGEST);
    while (!over.getAsBoolean()) {
      if (!mono.before(end) || isOutOfTime()) {
        return false;
      }
      mono = mono.plus(tick);
      wall = wall.plus(tick);
      actors.keySet().forEach(n -> later(n, new CoreEvent.Tick()));
      settle();
    }
    return true;
  }

  private void later(NodeName name, CoreEvent event) {
    waiting.add(() -> step(name, event));
  }

  private void settle() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private void step(NodeName name, CoreEvent event) {
    Actor actor = actors.get(name);
    if (actor != null) {
      actor.core().step(event, mono, wall).forEach(effect -> carryOut(name, actor, effect));
    }
  }

  private void ask(Endpoint<?, ?> endpoint, String body) {
    later(
        STAYS,
        new CoreEvent.Called(
            ++calls,
            new ApiCall(endpoint.method().name(), endpoint.path(), "", body, "root@" + STAYS)));
    settle();
  }

  private void carryOut(NodeName name, Actor actor, CoreEffect effect) {
    switch (effect) {
      case CoreEffect.Beat e -> {
        for (NodeName to : actors.keySet()) {
          if (!to.equals(name)) {
            send(name, to, new Frame.Peer(e.life(), e.message()));
          }
        }
      }
      case CoreEffect.SendPeer e -> send(name, e.to(), new Frame.Peer(e.life(), e.message()));
      case CoreEffect.SendController e -> send(name, e.to(), new Frame.Controller(e.message()));
      case CoreEffect.ForwardCall e -> send(name, e.to(), new Frame.Call(e.number(), e.call()));
      case CoreEffect.ForwardAnswer e -> send(name, e.to(), new Frame.Reply(e.number(), e.reply()));
      case CoreEffect.Answer e -> answers += e.reply().status() == OK ? 1 : 0;
      case CoreEffect.Persist e -> {
        persist(actor, e);
        later(name, new CoreEvent.Persisted(e.ticket()));
      }
      case CoreEffect.RunAgent e -> {
        later(name, ended(name, e));
        later(name, new CoreEvent.AttributeSet("promotion-disk", Optional.of("10")));
      }
      case CoreEffect.Fence e -> {
        fenced = true;
        later(
            name,
            new CoreEvent.FenceProgressed(
                e.request(), new FenceProgress.OffConfirmed("pdu", "practice")));
        later(
            name,
            new CoreEvent.FenceProgressed(
                e.request(), new FenceProgress.OnEnded(true, "practice")));
      }
      case CoreEffect ignored -> {}
    }
  }

  /** Through the form in which it travels. */
  private void send(NodeName from, NodeName to, Frame frame) {
    Frame arrived = ApiJson.read(Json.bytes(frame), Frame.class);
    later(to, MessageEdge.event(from, arrived));
  }

  private static void persist(Actor actor, CoreEffect.Persist effect) {
    try {
      actor.store().perform(effect.write());
    } catch (IOException e) {
      throw new IllegalStateException("memory takes everything", e);
    }
  }

  private CoreEvent ended(NodeName name, CoreEffect.RunAgent run) {
    PlannedAction.Operation a = run.action();
    boolean runs = active.contains(a.resource() + "@" + name);
    switch (a.operation()) {
      case "start", "migrate_from" -> active.add(a.resource() + "@" + name);
      case "stop", "migrate_to" -> active.remove(a.resource() + "@" + name);
      case String ignored -> {}
    }
    boolean looks = a.operation().equals("monitor");
    int code = !looks ? ExitCode.OK : runs ? a.expectedExitCode() : ExitCode.NOT_RUNNING;
    return new CoreEvent.OperationEnded(
        Optional.of(run.operationId()),
        new OperationRecord(
            a.resource(),
            a.agent(),
            a.operation(),
            a.interval(),
            0,
            OperationRecord.Status.DONE,
            code,
            a.expectedExitCode(),
            "",
            Optional.of(wall),
            Optional.of(wall),
            Optional.of(Duration.ZERO),
            a.migrationSource(),
            a.migrationTarget(),
            a.parametersDigest(),
            a.restartDigest()));
  }
}
