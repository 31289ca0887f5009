package ha.agents.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentResult;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.AttributeSink;
import ha.agents.command.MonoClock;
import ha.agents.executor.OperationResult.Cause;
import ha.agents.executor.OperationResult.Finished;
import ha.agents.executor.OperationResult.Refused;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(20);

  @TempDir Path directory;
  private final ScriptedAgent agent = new ScriptedAgent();
  private final List<OperationResult> results = new CopyOnWriteArrayList<>();
  private int timeoutsAllowed;
  private boolean force;
  private final AtomicInteger ids = new AtomicInteger();
  private Optional<Executor> opened = Optional.empty();

  private Executor executor(int limit) {
    AgentSettings settings = AgentSettings.of(directory.resolve("run"), directory.resolve("log"));
    Executor executor =
        new Executor(
            new ExecutorSettings(
                Agents.of(List.of(agent), settings),
                new NodeName("alice"),
                AttributeSink.NONE,
                new VirtualThreadSchedule(),
                MonoClock.SYSTEM,
                InstantSource.system(),
                limit,
                u -> {}));
    opened = Optional.of(executor);
    return executor;
  }

  @AfterEach
  void close() {
    opened.ifPresent(Executor::close);
  }

  private OperationRequest request(String operation, String resource) {
    return request(operation, resource, Duration.ZERO, LONG, 1, () -> true);
  }

  private OperationRequest request(
      String operation,
      String resource,
      Duration interval,
      Duration timeout,
      long term,
      BooleanSupplier permitted) {
    return new OperationRequest(
        "op" + ids.incrementAndGet(),
        new Term(term),
        new ResourceId(resource),
        ScriptedAgent.NAME,
        operation,
        interval,
        timeout,
        timeoutsAllowed,
        force,
        new TreeMap<>(),
        new TreeMap<>(),
        Optional.empty(),
        Optional.empty(),
        permitted);
  }

  private List<Finished> finished() {
    return results.stream().filter(Finished.class::isInstance).map(Finished.class::cast).toList();
  }

  private List<Cause> refusals() {
    return results.stream()
        .filter(Refused.class::isInstance)
        .map(r -> ((Refused) r).cause())
        .toList();
  }

  /** A script that waits until the latch is open. */
  private static ScriptedAgent.Script until(CountDownLatch latch) {
    return call -> {
      latch.await();
      return AgentResult.OK;
    };
  }

  @Test
  void oneResourceInTurnOthersAtOnce() {
    CountDownLatch gate = new CountDownLatch(1);
    agent.on("start a", until(gate));
    Executor executor = executor(4);
    executor.run(request("start", "a"), results::add);
    executor.run(request("stop", "a"), results::add);
    executor.run(request("start", "b"), results::add);
    await().until(() -> finished().size() == 1);
    assertThat(agent.log).contains("/start b").doesNotContain("stop a");
    assertThat(executor.inFlight())
        .extracting(f -> f.request().operation() + " " + f.running().isPresent())
        .containsExactly("start true", "stop false");
    gate.countDown();
    await().until(() -> finished().size() == 3);
    assertThat(agent.log.indexOf("stop a")).isGreaterThan(agent.log.indexOf("/start a"));
    assertThat(executor.inFlight()).isEmpty();
    assertThat(executor.history()).hasSize(3);
  }

  @Test
  void changesGoBeforeLooksAndLooksNeverTakeAllPlaces() {
    CountDownLatch gate = new CountDownLatch(1);
    agent.on("monitor", until(gate));
    Executor executor = executor(4);
    for (int i = 0; i < 10; i++) {
      executor.run(request("monitor", "m" + i), results::add);
    }
    executor.run(request("stop", "a"), results::add);
    await().until(() -> agent.log.contains("/stop a"));
    assertThat(agent.log.stream().filter(l -> l.startsWith("monitor")).count()).isEqualTo(3);
    gate.countDown();
    await().until(() -> finished().size() == 11);
  }

  @Test
  void olderTermIsRefusedAtTheLastMoment() {
    CountDownLatch gate = new CountDownLatch(1);
    agent.on("start a", until(gate));
    Executor executor = executor(4);
    executor.run(request("start", "a"), results::add);
    executor.run(request("stop", "a"), results::add);
    await().until(() -> agent.log.contains("start a"));
    executor.termBegan(new Term(2));
    executor.termBegan(new Term(1));
    gate.countDown();
    await().until(() -> results.size() == 2);
    assertThat(refusals()).containsExactly(Cause.OLD_TERM);
    assertThat(agent.log).doesNotContain("stop a");
  }

  @Test
  void leaveIsAskedForWhenTheTurnHasCome() {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicBoolean lease = new AtomicBoolean(true);
    agent.on("start a", until(gate));
    Executor executor = executor(4);
    executor.run(request("start", "a"), results::add);
    OperationRequest stop = request("stop", "a", Duration.ZERO, LONG, 1, lease::get);
    executor.run(stop, results::add);
    await().until(() -> agent.log.contains("start a"));
    lease.set(false);
    gate.countDown();
    await().until(() -> results.size() == 2);
    assertThat(refusals()).containsExactly(Cause.NOT_PERMITTED);
    lease.set(true);
    executor.run(stop, results::add);
    await().until(() -> agent.log.contains("/stop a"));
  }

  @Test
  void resentOrderIsNotRunAgain() {
    CountDownLatch gate = new CountDownLatch(1);
    agent.on("start a", until(gate));
    Executor executor = executor(4);
    OperationRequest start = request("start", "a");
    executor.run(start, results::add);
    executor.run(start, results::add);
    gate.countDown();
    await().until(() -> finished().size() == 1);
    executor.run(start, results::add);
    await().until(() -> finished().size() == 2);
    assertThat(agent.count("start a")).isEqualTo(1);
    assertThat(results.get(0)).isEqualTo(results.get(1));
  }

  @Test
  void queuedOrdersCanBeDropped() {
    CountDownLatch gate = new CountDownLatch(1);
    agent.on("start a", until(gate));
    Executor executor = executor(4);
    executor.run(request("start", "a"), results::add);
    await().until(() -> agent.log.contains("start a"));
    executor.run(request("stop", "a"), results::add);
    executor.run(request("monitor", "a", TICK, LONG, 1, () -> true), results::add);
    assertThat(executor.cancelQueued("paused")).isEqualTo(2);
    gate.countDown();
    await().until(() -> results.size() == 3);
    assertThat(refusals()).containsExactly(Cause.CANCELLED, Cause.CANCELLED);
    assertThat(executor.recurring()).isEmpty();
    assertThat(agent.log).containsExactly("start a", "/start a");
  }

  @Test
  void deadlineCountsFromTheBeginAndInterrupts() {
    CountDownLatch never = new CountDownLatch(1);
    agent.on("start a", until(never));
    Executor executor = executor(4);
    Duration timeout = Duration.ofMillis(300);
    executor.run(request("start", "a", Duration.ZERO, timeout, 1, () -> true), results::add);
    executor.run(request("stop", "a", Duration.ZERO, timeout, 1, () -> true), results::add);
    await().until(() -> finished().size() == 2);
    assertThat(finished().get(0).result()).isInstanceOf(TimedOut.class);
    if (java.nio.file.Files.isReadable(Path.of("/proc/pressure/cpu"))) {
      assertThat(finished().get(0).result().reason()).contains("something here waited for cpu ");
    }
    assertThat(finished().get(0).took()).isGreaterThanOrEqualTo(timeout);
    assertThat(finished().get(1).result()).isEqualTo(AgentResult.OK);
    assertThat(finished().get(1).waited()).isGreaterThanOrEqualTo(timeout);
  }

  @Test
  void nothingRunsBesideAnAgentThatHangs() {
    CountDownLatch gate = new CountDownLatch(1);
    agent.on(
        "start a",
        call -> {
          boolean open = false;
          while (!open) {
            try {
              gate.await();
              open = true;
            } catch (InterruptedException e) {
              // Deaf, as an agent must not be.
              open = false;
            }
          }
          return AgentResult.OK;
        });
    Executor executor = executor(4);
    Duration brief = Duration.ofMillis(200);
    executor.run(request("start", "a", Duration.ZERO, brief, 1, () -> true), results::add);
    executor.run(request("stop", "a", Duration.ZERO, brief, 1, () -> true), results::add);
    await().until(() -> finished().size() == 2);
    assertThat(finished()).allMatch(f -> f.result() instanceof TimedOut);
    assertThat(finished().get(1).result().reason()).contains("still hangs in an earlier 'start'");
    assertThat(agent.log).containsExactly("start a");
    gate.countDown();
    executor.run(request("stop", "a"), results::add);
    await().until(() -> finished().size() == 3);
    assertThat(finished().get(2).result()).isEqualTo(AgentResult.OK);
  }

  @Test
  void recurringMonitorReportsFirstChangesAndFailures() {
    AtomicReference<AgentResult> state = new AtomicReference<>(AgentResult.OK);
    agent.on("monitor", call -> state.get());
    Executor executor = executor(4);
    executor.run(request("monitor", "a", TICK, LONG, 1, () -> true), results::add);
    await().until(() -> agent.count("monitor a") > 5);
    assertThat(results).hasSize(1);
    state.set(AgentResult.failed("broken"));
    await().until(() -> results.size() >= 4);
    state.set(AgentResult.OK);
    await().until(() -> finished().getLast().result().equals(AgentResult.OK));
    assertThat(executor.cancelRecurring(new ResourceId("a"), "monitor", TICK)).isTrue();
    assertThat(executor.cancelRecurring(new ResourceId("a"), "monitor", TICK)).isFalse();
    long so = agent.count("monitor a");
    executor.run(request("start", "a"), results::add);
    await().until(() -> agent.log.contains("/start a"));
    assertThat(agent.count("monitor a")).isLessThanOrEqualTo(so + 1);
    assertThat(executor.recurring()).isEmpty();
  }

  @Test
  void timeoutOfAMonitorIsNoFailureIfTheNextAnswers() {
    timeoutsAllowed = 1;
    AtomicInteger runs = new AtomicInteger();
    agent.on(
        "monitor disk",
        call -> runs.incrementAndGet() == 3 ? new TimedOut("hangs") : AgentResult.OK);
    executor(4).run(request("monitor", "disk", TICK, LONG, 1, () -> true), results::add);
    await().until(() -> runs.get() >= 6);
    assertThat(results).hasSize(2);
    assertThat(results.getLast())
        .isInstanceOfSatisfying(
            OperationResult.Excused.class, e -> assertThat(e.inARow()).isEqualTo(1));
  }

  @Test
  void asManyTimeoutsInARowAsAreNotAllowedAreAFailure() {
    timeoutsAllowed = 1;
    AtomicInteger runs = new AtomicInteger();
    agent.on(
        "monitor disk",
        call -> runs.incrementAndGet() > 2 ? new TimedOut("hangs") : AgentResult.OK);
    Duration often = Duration.ofMillis(50);
    executor(4).run(request("monitor", "disk", often, LONG, 1, () -> true), results::add);
    await().until(() -> results.size() >= 3);
    assertThat(results.get(1)).isInstanceOf(OperationResult.Excused.class);
    assertThat(results.get(2))
        .isInstanceOfSatisfying(
            Finished.class, f -> assertThat(f.result()).isInstanceOf(TimedOut.class));
  }

  @Test
  void firstMonitorThatTimesOutIsAFailure() {
    timeoutsAllowed = 3;
    agent.on("monitor disk", call -> new TimedOut("hangs"));
    executor(4).run(request("monitor", "disk", LONG, LONG, 1, () -> true), results::add);
    await().until(() -> !results.isEmpty());
    assertThat(results.getFirst()).isInstanceOf(Finished.class);
  }

  @Test
  void stopThatFailedIsTriedByForce() {
    force = true;
    AtomicInteger stops = new AtomicInteger();
    agent.on(
        "stop disk",
        call -> stops.incrementAndGet() == 1 ? AgentResult.failed("it is in use") : AgentResult.OK);
    executor(4).run(request("stop", "disk"), results::add);
    await().until(() -> !results.isEmpty());
    assertThat(finished().getFirst().result()).isEqualTo(AgentResult.OK);
    assertThat(finished().getFirst().remark())
        .isEqualTo("stop failed with exit code 1 (it is in use); the stop by force succeeded");
    assertThat(finished()).hasSize(1);
  }

  @Test
  void stopByForceThatFailsTooIsAFailureWithBothReasons() {
    force = true;
    AtomicInteger stops = new AtomicInteger();
    agent.on("stop disk", call -> AgentResult.failed("reason " + stops.incrementAndGet()));
    executor(4).run(request("stop", "disk"), results::add);
    await().until(() -> !results.isEmpty());
    assertThat(finished().getFirst().result().reason())
        .isEqualTo("reason 2 (by force, after the stop failed with exit code 1 (reason 1))");
    assertThat(agent.count("monitor disk")).isZero();
  }

  @Test
  void whatIsProvenToBeGoneCountsAsStopped() {
    agent.provesStopped = true;
    agent.on("stop disk", call -> new TimedOut("the tool hangs"));
    agent.on("monitor disk", call -> AgentResult.NOT_RUNNING);
    executor(4).run(request("stop", "disk"), results::add);
    await().until(() -> !results.isEmpty());
    assertThat(finished().getFirst().result()).isEqualTo(AgentResult.OK);
    assertThat(finished().getFirst().remark()).contains("nothing of it is left");
    assertThat(agent.count("stop disk")).isEqualTo(1);
  }

  @Test
  void withoutLeaveNothingIsForced() {
    force = true;
    AtomicBoolean may = new AtomicBoolean(true);
    agent.on(
        "stop disk",
        call -> {
          may.set(false);
          return AgentResult.failed("it is in use");
        });
    executor(4).run(request("stop", "disk", Duration.ZERO, LONG, 1, may::get), results::add);
    await().until(() -> !results.isEmpty());
    assertThat(finished().getFirst().result()).isEqualTo(AgentResult.failed("it is in use"));
    assertThat(agent.count("stop disk")).isEqualTo(1);
  }

  @Test
  void monitorsAreHeldBackByOrdersAndEndedByStop() {
    CountDownLatch gate = new CountDownLatch(1);
    agent.on("demote a", until(gate));
    Executor executor = executor(4);
    executor.run(request("monitor", "a", TICK, LONG, 1, () -> true), results::add);
    await().until(() -> agent.count("monitor a") > 2);
    executor.run(request("demote", "a"), results::add);
    await().until(() -> agent.log.contains("demote a"));
    await().during(Duration.ofMillis(150)).until(() -> agent.log.getLast().equals("demote a"));
    gate.countDown();
    await().until(() -> agent.log.getLast().equals("/monitor a"));
    executor.run(request("stop", "a"), results::add);
    await().until(() -> agent.log.contains("/stop a"));
    await().during(Duration.ofMillis(150)).until(() -> agent.log.getLast().equals("/stop a"));
    assertThat(executor.recurring()).isEmpty();
  }

  @Test
  void monitorOrderedBehindStopOutlivesIt() {
    CountDownLatch gate = new CountDownLatch(1);
    agent.on("stop a", until(gate));
    agent.on("monitor a", call -> AgentResult.NOT_RUNNING);
    Executor executor = executor(4);
    executor.run(request("stop", "a"), results::add);
    executor.run(request("monitor", "a", TICK, LONG, 1, () -> true), results::add);
    gate.countDown();
    await().until(() -> agent.count("monitor a") > 3);
    assertThat(finished()).hasSize(2);
  }

  @Test
  void bugsAndMissingAgentsAreResults() {
    agent.on(
        "start",
        call -> {
          throw new IllegalStateException("on purpose, by a test");
        });
    Executor executor = executor(4);
    executor.run(request("start", "a"), results::add);
    executor.run(request("dance", "b"), results::add);
    await().until(() -> finished().size() == 2);
    assertThat(finished())
        .extracting(f -> f.result().getClass().getSimpleName())
        .containsExactlyInAnyOrder("Unknown", "Failed");
  }

  private Executor watched() {
    Executor executor = executor(4);
    executor.run(request("start", "a"), results::add);
    executor.run(request("monitor", "a", LONG, LONG, 1, () -> true), results::add);
    await().until(() -> finished().size() == 2 && agent.observers.containsKey("a"));
    return executor;
  }

  @Test
  void changesAreLookedAtSoonAndOnce() {
    Executor executor = watched();
    agent.on("monitor", c -> AgentResult.failed("changed"));
    for (int i = 0; i < 50; i++) {
      agent.changed("a");
    }
    await().until(() -> finished().size() == 3);
    assertThat(finished().getLast().result().reason()).isEqualTo("changed");
    executor.cancelRecurring(new ResourceId("a"), "monitor", LONG);
    assertThat(agent.count("monitor a")).isEqualTo(2);
  }

  @Test
  void whatChangesDuringALookIsLookedAtAgain() {
    Executor executor = watched();
    CountDownLatch gate = new CountDownLatch(1);
    agent.on("monitor", until(gate));
    agent.changed("a");
    await().until(() -> agent.count("monitor a") == 2);
    agent.changed("a");
    gate.countDown();
    await().until(() -> agent.count("/monitor a") == 3);
    executor.cancelRecurring(new ResourceId("a"), "monitor", LONG);
    agent.changed("a");
    await().until(() -> executor.inFlight().isEmpty());
    assertThat(agent.count("monitor a")).as("nobody looks any more").isEqualTo(3);
  }

  @Test
  void nothingIsWatchedAfterAStop() {
    Executor executor = watched();
    executor.run(request("stop", "a"), results::add);
    await().until(() -> agent.count("/stop a") == 1);
    assertThat(agent.observers).isEmpty();
  }
}
