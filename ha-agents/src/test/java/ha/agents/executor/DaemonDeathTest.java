package ha.agents.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentResult;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import ha.agents.command.ProcFs;
import ha.model.definition.AgentRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon, killed with SIGKILL in the middle of its work. */
class DaemonDeathTest {
  @TempDir Path directory;

  @Test
  void processesGoOnAndUnfinishedOperationsEnd() throws Exception {
    Path script = directory.resolve("ocf/resource.d/test/Slow");
    Path pid = directory.resolve("pid");
    Files.createDirectories(script.getParent());
    Files.writeString(
        script,
        "#!/bin/sh\nsleep 3600 & echo $! > "
            + pid
            + ".new; mv "
            + pid
            + ".new "
            + pid
            + "; wait\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedDaemon.class.getName(),
                directory.toString())
            .inheritIO();
    builder.environment().put("OCF_ROOT", directory.resolve("ocf").toString());
    Process daemon = builder.start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(pid) && Files.exists(directory.resolve("done-web")));
    } finally {
      daemon.destroyForcibly().waitFor();
    }

    Agents next = Calls.agents(directory);
    Calls calls = new Calls("process", "web").with(Map.of("command", "sleep 3600"));
    ResourceAgent agent = next.find(AgentRef.builtIn("process")).orElseThrow();
    assertThat(agent.perform(calls.of(Operation.MONITOR))).isEqualTo(AgentResult.OK);
    long grandchild = Long.parseLong(Files.readString(pid).strip());
    assertThat(alive(grandchild)).as("it depends on nobody").isTrue();

    List<String> ended = next.settings().journal().endLeftovers();
    assertThat(ended)
        .hasSize(2)
        .anyMatch(l -> l.contains("Slow"))
        .anyMatch(l -> l.contains("sleep"));
    assertThat(alive(grandchild)).isFalse();
    assertThat(next.settings().journal().endLeftovers()).isEmpty();
    assertThat(agent.perform(calls.of(Operation.MONITOR))).isEqualTo(AgentResult.OK);
    assertThat(agent.perform(calls.of(Operation.STOP))).isEqualTo(AgentResult.OK);
  }

  private static boolean alive(long pid) {
    return ProcFs.system().find(pid) instanceof ProcFs.Found.There there && there.view().alive();
  }
}
