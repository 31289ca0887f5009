package ha.agents.o2cb;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Operation;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Against a directory that looks like the kernel's, and a tool that fills and empties it. */
class O2cbAgentTest extends AgentContract {
  private final List<String> asked = new ArrayList<>();
  private final List<String> nodes = new ArrayList<>(List.of("alice", "bob"));

  @Override
  protected Calls prepare() throws IOException {
    Path system = system();
    Files.createDirectories(system.resolve("proc/self"));
    mounted("");
    Files.createDirectories(system.resolve("sys/fs/ocfs2"));
    return new Calls("o2cb", "stack:0").with(Map.of("cluster", "ocfs2")).running(this::run);
  }

  @Override
  protected Agents agents() {
    AgentSettings settings = AgentSettings.of(directory.resolve("run"), directory.resolve("log"));
    return Agents.of(List.of(new O2cbProvider(system())), settings);
  }

  private Path system() {
    return directory.resolve("system");
  }

  private Path cluster() {
    return system().resolve("sys/kernel/config/cluster/ocfs2");
  }

  private void mounted(String more) throws IOException {
    Files.writeString(
        system().resolve("proc/self/mountinfo"),
        "22 21 0:20 / /sys/kernel/config rw,relatime shared:9 - configfs configfs rw\n" + more);
  }

  private CommandOutcome run(Command command, Object deadline) {
    asked.add(String.join(" ", command.arguments()));
    try {
      return switch (String.join(" ", command.arguments())) {
        case "modprobe ocfs2_stack_o2cb" -> {
          Files.createDirectories(cluster().resolveSibling("."));
          Files.writeString(system().resolve("sys/fs/ocfs2/cluster_stack"), "o2cb\n");
          yield said(0, "");
        }
        case "modprobe configfs", "modprobe ocfs2", "o2cb list-cluster ocfs2 --oneline" ->
            said(0, "");
        case "o2cb register-cluster ocfs2" -> {
          for (String node : nodes) {
            Files.createDirectories(cluster().resolve("node").resolve(node));
          }
          Files.createDirectories(cluster().resolve("heartbeat"));
          Files.writeString(cluster().resolve("heartbeat/dead_threshold"), "31\n");
          yield said(0, "");
        }
        case "o2cb unregister-cluster ocfs2" -> {
          delete(cluster());
          yield said(0, "");
        }
        default -> said(1, "o2cb: Unknown cluster\n");
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static CommandOutcome said(int code, String output) {
    return new CommandOutcome.Exited(code, output, Duration.ZERO);
  }

  private void assertFailed(Operation operation, String... words) throws InterruptedException {
    assertThat(perform(operation))
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.reason()).contains(words));
  }

  @Test
  void probeLoadsNothing() throws Exception {
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void timesAreGivenToTheKernel() throws Exception {
    calls.with(Map.of("cluster", "ocfs2", "dead-after", "24s", "idle-timeout", "10s"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(cluster().resolve("heartbeat/dead_threshold")).hasContent("13");
    assertThat(cluster().resolve("idle_timeout_ms")).hasContent("10000");
  }

  @Test
  void timesStayWhileAFileSystemIsMounted() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    Path region = Files.createDirectory(cluster().resolve("heartbeat/9F7A"));
    calls.with(Map.of("cluster", "ocfs2", "dead-after", "24s"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(cluster().resolve("heartbeat/dead_threshold")).hasContent("31");
    Files.delete(region);
  }

  @Test
  void inUseIsNotStopped() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    mounted("40 21 147:0 / /srv/xen rw shared:2 - ocfs2 /dev/drbd0 rw\n");
    assertFailed(Operation.STOP, "/srv/xen", "stop the file systems first");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    mounted("");
  }

  @Test
  void anotherStackOrClusterIsNamed() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    Files.writeString(system().resolve("sys/fs/ocfs2/cluster_stack"), "pcmk\n");
    assertFailed(Operation.MONITOR, "'pcmk'");
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    Files.createDirectories(cluster().resolveSibling("other"));
    assertThat(perform(Operation.MONITOR))
        .isInstanceOfSatisfying(
            NotRunning.class, n -> assertThat(n.reason()).contains("'other' is registered"));
    assertFailed(Operation.START, "'other'");
  }

  @Test
  void thisNodeHasToBeInIt() throws Exception {
    nodes.remove("alice");
    assertFailed(Operation.START, "[bob]", "'alice'", "cluster.conf");
  }

  @Test
  void parametersAreChecked() throws Exception {
    calls.with(Map.of("cluster", "no such name"));
    assertThat(perform(Operation.VALIDATE)).isInstanceOf(Failed.class);
    calls.with(Map.of("dead-after", "2s"));
    assertFailed(Operation.VALIDATE, "6s or more");
    calls.with(Map.of("cluster", "nonesuch"));
    assertFailed(Operation.VALIDATE, "not in /etc/ocfs2/cluster.conf");
  }
}
