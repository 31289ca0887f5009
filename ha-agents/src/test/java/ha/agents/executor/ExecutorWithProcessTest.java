package ha.agents.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentResult;
import ha.agents.AgentResult.NotRunning;
import ha.agents.Agents;
import ha.agents.AttributeSink;
import ha.agents.Calls;
import ha.agents.command.Signals;
import ha.agents.executor.OperationResult.Finished;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.AgentRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorWithProcessTest {
  @TempDir Path directory;
  private final List<Finished> results = new CopyOnWriteArrayList<>();
  private final List<Unsolicited> unsolicited = new CopyOnWriteArrayList<>();
  private Optional<Executor> executor = Optional.empty();

  @BeforeEach
  void open() {
    Agents agents = Calls.agents(directory);
    executor =
        Optional.of(
            new Executor(
                ExecutorSettings.of(
                    agents,
                    new NodeName("alice"),
                    AttributeSink.NONE,
                    new VirtualThreadSchedule(),
                    unsolicited::add)));
  }

  @AfterEach
  void stopAndClose() {
    run("last", "stop", Duration.ZERO);
    await().until(() -> results.getLast().request().operation().equals("stop"));
    executor.ifPresent(Executor::close);
  }

  private void run(String id, String operation, Duration interval) {
    OperationRequest request =
        new OperationRequest(
            id,
            new Term(1),
            new ResourceId("web"),
            AgentRef.builtIn("process"),
            operation,
            interval,
            Duration.ofSeconds(30),
            0,
            false,
            new TreeMap<>(Map.of("command", "sleep 3600")),
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty(),
            () -> true);
    executor.ifPresent(e ->
        e.run(
            request,
            r -> {
              if (r instanceof Finished finished) {
                results.add(finished);
              }
            }));
  }

  private void killIt() throws Exception {
    String pid =
        Files.readAllLines(directory.resolve("run/process/r-web.run")).stream()
            .filter(l -> l.startsWith("pid="))
            .findFirst()
            .orElseThrow();
    Signals.toProcess(Long.parseLong(pid.substring(4)), Signals.KILL);
  }

  @Test
  void deathIsReportedAtOnceAsResultOfTheMonitor() throws Exception {
    run("1", "start", Duration.ZERO);
    run("2", "monitor", Duration.ofHours(1));
    await().until(() -> results.size() == 2);
    assertThat(results).allMatch(r -> r.result().equals(AgentResult.OK));
    killIt();
    await().atMost(Duration.ofSeconds(20)).until(() -> results.size() == 3);
    assertThat(results.get(2).unsolicited()).isTrue();
    assertThat(results.get(2).request().operationId()).isEqualTo("2");
    assertThat(results.get(2).result()).isInstanceOf(NotRunning.class);
    assertThat(unsolicited).isEmpty();
  }

  @Test
  void deathWithoutMonitorIsReportedApart() throws Exception {
    run("1", "start", Duration.ZERO);
    await().until(() -> results.size() == 1);
    killIt();
    await().until(() -> unsolicited.size() == 1);
    assertThat(unsolicited.getFirst().resource()).isEqualTo(new ResourceId("web"));
  }

  @Test
  void orderedStopIsNoDeath() {
    run("1", "start", Duration.ZERO);
    run("2", "monitor", Duration.ofHours(1));
    run("3", "stop", Duration.ZERO);
    await().until(() -> results.size() == 3);
    await().during(Duration.ofMillis(300)).until(() -> results.size() == 3);
    assertThat(unsolicited).isEmpty();
  }
}
