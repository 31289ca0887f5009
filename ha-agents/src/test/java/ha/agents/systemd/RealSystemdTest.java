package ha.agents.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.NotRunning;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Needs;
import ha.agents.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against systemd itself: a manager of our own, in namespaces of its own. */
class RealSystemdTest extends AgentContract {
  private static final String RUNTIME = "/run/manager";
  private static final String MANAGER =
      """
      mount -t tmpfs tmpfs /run
      mkdir -p /run/systemd/system -m 755
      mkdir -m 700 /run/manager
      XDG_RUNTIME_DIR=/run/manager /lib/systemd/systemd --user >/dev/null 2>&1
      """;

  private static Optional<Process> manager = Optional.empty();

  @BeforeAll
  static void startManager() throws IOException {
    Needs.root();
    Needs.file("/lib/systemd/systemd", "systemd");
    manager =
        Optional.of(
            new ProcessBuilder(
                    "unshare",
                    "--mount",
                    "--pid",
                    "--fork",
                    "--mount-proc",
                    "--kill-child",
                    "sh",
                    "-c",
                    MANAGER)
                .start());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            shell().isPresent() && Files.exists(root().resolve("run/manager/systemd/private")));
    unit("web", "ExecStart=/bin/sleep 1000");
    unit("doomed", "ExecStart=/bin/false\nRestart=always");
    unit("slow", "Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sleep 1");
  }

  @AfterAll
  static void endManager() throws InterruptedException {
    if (manager.isPresent()) {
      manager.get().destroyForcibly();
      assertThat(manager.get().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** The first process of the namespaces. */
  private static Optional<Long> shell() {
    return manager.orElseThrow().children().findFirst().map(ProcessHandle::pid);
  }

  private static Path root() {
    return Path.of("/proc/" + shell().orElseThrow() + "/root");
  }

  private static Path units() {
    return root().resolve("run/manager/systemd/user");
  }

  private static void unit(String name, String service) throws IOException {
    Files.createDirectories(units());
    Files.writeString(units().resolve(name + ".service"), "[Service]\n" + service + "\n");
  }

  @Override
  protected Calls prepare() {
    return new Calls("systemd:web", "web");
  }

  @Override
  protected Agents agents() {
    List<String> program =
        List.of(
            "/usr/bin/nsenter",
            "--target",
            shell().orElseThrow().toString(),
            "--mount",
            "--pid",
            "--",
            "/usr/bin/systemctl",
            "--user");
    Systemctl systemctl = new Systemctl(program, Map.of("XDG_RUNTIME_DIR", RUNTIME), units());
    return Agents.of(List.of(new SystemdProvider(systemctl)), Calls.agents(directory).settings());
  }

  private AgentResult perform(String unit, Operation operation) throws InterruptedException {
    Calls others = new Calls("systemd:" + unit, unit);
    return agents().find(others.of(operation).agent()).orElseThrow().perform(others.of(operation));
  }

  @Test
  void startReturnsWhenTheUnitIsUp() throws Exception {
    assertThat(perform("slow", Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform("slow", Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(perform("slow", Operation.STOP)).isEqualTo(AgentResult.OK);
  }

  @Test
  void whatFailsIsNotRestartedBySystemd() throws Exception {
    assertThat(perform("doomed", Operation.START)).isInstanceOf(Failed.class);
    assertThat(perform("doomed", Operation.MONITOR))
        .isInstanceOfSatisfying(
            NotRunning.class, n -> assertThat(n.reason()).contains("failed (exit-code)"));
    assertThat(perform("doomed", Operation.STOP)).isEqualTo(AgentResult.OK);
  }

  @Test
  void unknownUnitIsNamed() throws Exception {
    assertThat(perform("nonesuch", Operation.START).reason()).contains("nonesuch.service");
    assertThat(perform("nonesuch", Operation.MONITOR)).isInstanceOf(NotRunning.class);
  }
}
