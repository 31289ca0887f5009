package ha.agents.executor;

import ha.agents.Agents;
import ha.agents.AttributeSink;
import ha.agents.Calls;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.AgentRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A daemon that starts a process and runs a script that takes for ever, and waits to be killed.
 * Arguments: its directory, the script.
 */
final class DoomedDaemon {
  private DoomedDaemon() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Agents agents = Calls.agents(directory);
    Executor executor =
        new Executor(
            ExecutorSettings.of(
                agents,
                new NodeName("alice"),
                AttributeSink.NONE,
                new VirtualThreadSchedule(),
                u -> {}));
    start(executor, "web", "process", Map.of("command", "sleep 3600"), directory);
    start(executor, "slow", "ocf:test:Slow", Map.of(), directory);
    new CountDownLatch(1).await();
  }

  private static void start(
      Executor executor,
      String resource,
      String agent,
      Map<String, String> parameters,
      Path directory) {
    OperationRequest request =
        new OperationRequest(
            "start " + resource,
            new Term(1),
            new ResourceId(resource),
            AgentRef.parse(agent),
            "start",
            Duration.ZERO,
            Duration.ofMinutes(5),
            0,
            false,
            new TreeMap<>(parameters),
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty(),
            () -> true);
    executor.run(
        request,
        r -> {
          try {
            Files.writeString(directory.resolve("done-" + resource), r.toString());
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
