package ha.agents.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.AttributeSink;
import ha.agents.command.MonoClock;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many orders in a random sequence: what has to hold of all of them. */
class ExecutorStressTest {
  private static final int LIMIT = 6;
  private static final List<String> OPERATIONS =
      List.of("start", "stop", "monitor", "promote", "demote", "recur", "cancel", "drop", "term");

  @TempDir Path directory;
  private final ScriptedAgent agent = new ScriptedAgent();
  private final Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final AtomicInteger everywhere = new AtomicInteger();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  private AgentResult perform(AgentCall call) {
    String resource = call.resource().value();
    AtomicInteger here = inside.computeIfAbsent(resource, r -> new AtomicInteger());
    if (here.incrementAndGet() > 1) {
      broken.add("two operations of " + resource + " at once");
    }
    if (everywhere.incrementAndGet() > LIMIT) {
      broken.add("more than " + LIMIT + " operations at once");
    }
    LockSupport.parkNanos(200_000);
    everywhere.decrementAndGet();
    here.decrementAndGet();
    return AgentResult.OK;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void resourcesAreSerialPlacesAreBoundedAndEveryOrderIsAnswered(long seed) {
    for (String operation : List.of("start", "stop", "monitor", "promote", "demote")) {
      agent.on(operation, this::perform);
    }
    AgentSettings settings = AgentSettings.of(directory.resolve("run"), directory.resolve("log"));
    Random random = new Random(seed);
    int ordered = 0;
    try (Executor executor =
        new Executor(
            new ExecutorSettings(
                Agents.of(List.of(agent), settings),
                new NodeName("alice"),
                AttributeSink.NONE,
                new VirtualThreadSchedule(),
                MonoClock.SYSTEM,
                InstantSource.system(),
                LIMIT,
                u -> {}))) {
      long term = 1;
      for (int i = 0; i < 600; i++) {
        String resource = "r" + random.nextInt(12);
        String operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        Duration interval = Duration.ofMillis(1 + random.nextInt(3));
        switch (operation) {
          case "cancel" -> executor.cancelRecurring(new ResourceId(resource), "monitor", interval);
          case "drop" -> executor.cancelQueued("a test says so");
          case "term" -> executor.termBegan(new Term(++term));
          default -> {
            Duration every = operation.equals("recur") ? interval : Duration.ZERO;
            String name = operation.equals("recur") ? "monitor" : operation;
            order(executor, "o" + ordered++, term, resource, name, every);
          }
        }
      }
      int all = ordered;
      await().atMost(Duration.ofSeconds(60)).until(() -> answered.size() == all);
      executor
          .recurring()
          .forEach(r -> executor.cancelRecurring(r.resource(), r.operation(), r.interval()));
      await().until(() -> executor.inFlight().isEmpty());
    }
    assertThat(broken).isEmpty();
  }

  private void order(
      Executor executor, String id, long term, String resource, String name, Duration interval) {
    executor.run(
        new OperationRequest(
            id,
            new Term(term),
            new ResourceId(resource),
            ScriptedAgent.NAME,
            name,
            interval,
            Duration.ofSeconds(60),
            0,
            false,
            new TreeMap<>(),
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty(),
            () -> true),
        result -> answered.add(result.request().operationId()));
  }
}
