package ha.agents.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.Calls;
import ha.agents.Operation;
import ha.agents.Scripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The agent with a real file system on a loop device. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FilesystemContract extends AgentContract {
  @TempDir Path disks;
  private final String type;
  private final List<Process> started = new ArrayList<>();
  private Optional<LoopDevice> device = Optional.empty();

  FilesystemContract(String type) {
    this.type = type;
  }

  @Override
  protected Calls prepare() throws Exception {
    if (device.isEmpty()) {
      device = Optional.of(LoopDevice.make(disks, type));
    }
    share();
    return new Calls("filesystem", "images").with(parameters());
  }

  /** As systemd makes all mounts: what is unmounted here is unmounted in copies elsewhere too. */
  private void share() throws Exception {
    LoopDevice.run("mount", "--bind", directory.toString(), directory.toString());
    LoopDevice.run("mount", "--make-shared", directory.toString());
  }

  private String path() {
    return device.orElseThrow().path();
  }

  private Path point() {
    return directory.resolve("mount point, ä");
  }

  private Map<String, String> parameters() {
    return Map.of("device", path(), "directory", point().toString(), "type", type);
  }

  private void given(String... namesAndValues) {
    Map<String, String> given = new HashMap<>(parameters());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    calls.with(given);
  }

  @Override
  protected Map<String, String> withoutConfiguration() {
    return Map.of("directory", point().toString());
  }

  @AfterEach
  void endPrograms() throws Exception {
    for (Process process : started) {
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    given();
    perform(Operation.STOP);
    LoopDevice.run("umount", directory.toString());
  }

  @AfterAll
  void removeDevice() throws Exception {
    if (device.isPresent()) {
      device.get().remove();
    }
  }

  private Process program(Map<String, String> environment, String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(words).directory(point().toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    Path cwd = Path.of("/proc/" + process.pid() + "/exe");
    await().until(() -> !Files.readSymbolicLink(cwd).toString().contains("java"));
    return process;
  }

  @Test
  void usersAreEndedAndOthersLeftAlone() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    Process inside = program(Map.of(), "sleep", "3600");
    Process stubborn =
        program(
            Map.of(), "sh", "-c", "trap '' TERM; echo x > f; exec 3<f; cd /; sleep 3600 & wait");
    await().until(() -> Files.exists(point().resolve("f")));
    Process outside = new ProcessBuilder("sleep", "3600").directory(directory.toFile()).start();
    started.add(outside);
    assertThat(agent.perform(calls.of(Operation.STOP, Duration.ofSeconds(9))))
        .isEqualTo(AgentResult.OK);
    assertThat(inside.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(stubborn.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(outside.isAlive()).isTrue();
  }

  @Test
  void processesOfAnotherResourceAreSparedAndNamed() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    Process other = program(Map.of("HA_RESOURCE", "db"), "sleep", "3600");
    assertThat(agent.perform(calls.of(Operation.STOP, Duration.ofSeconds(4))))
        .isInstanceOfSatisfying(
            TimedOut.class,
            t ->
                assertThat(t.reason())
                    .contains(other.pid() + " sleep")
                    .contains("of resource 'db'"));
    assertThat(other.isAlive()).isTrue();
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void usersStayWhereTheyAreNotToBeEnded() throws Exception {
    given("end-users", "false");
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    Process inside = program(Map.of(), "sleep", "3600");
    assertThat(agent.perform(calls.of(Operation.STOP, Duration.ofSeconds(1))))
        .isInstanceOf(TimedOut.class);
    assertThat(inside.isAlive()).isTrue();
  }

  @Test
  void deviceThatIsMountedElsewhereIsRefused() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    given("directory", directory.resolve("other").toString());
    assertThat(perform(Operation.START))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("mounted already"));
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
  }

  @Test
  void somethingElseInItsPlaceIsNeitherStoppedNorActive() throws Exception {
    Files.createDirectories(point());
    LoopDevice.run("mount", "-t", "tmpfs", "tmpfs", point().toString());
    assertThat(perform(Operation.MONITOR).reason()).contains("something else").contains("tmpfs");
    assertThat(perform(Operation.START)).isInstanceOf(Failed.class);
  }

  @Test
  void whatTheKernelMadeReadOnlyIsAFailure() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    LoopDevice.run("mount", "-o", "remount,ro", point().toString());
    assertThat(perform(Operation.MONITOR).reason()).contains("can only be read");
    given("options", "ro");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void probeWritesAndLeavesNothingBehind() throws Exception {
    given("probe", "write");
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(point().resolve(".had-probe-alice")).exists();
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    given("probe", "none");
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(point().resolve(".had-probe-alice")).doesNotExist();
  }

  @Test
  void stackedAndCopiedMountsAreNoticed() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    Path copy = Files.createDirectories(directory.resolve("copy"));
    LoopDevice.run("mount", "--bind", point().toString(), copy.toString());
    Duration second = Duration.ofSeconds(1);
    assertThat(agent.perform(calls.of(Operation.STOP, second)))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("still there").contains("copy"));
    LoopDevice.run("umount", copy.toString());
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    Process container =
        new ProcessBuilder("unshare", "--mount", "--propagation", "private", "sleep", "3600")
            .start();
    started.add(container);
    await()
        .until(() ->
            Scripts.running("sleep 3600") > 0
                && Files.readString(Path.of("/proc/" + container.pid() + "/comm"))
                    .startsWith("sleep"));
    assertThat(agent.perform(calls.of(Operation.STOP, second)).reason())
        .contains("mount namespaces of processes")
        .contains(Long.toString(container.pid()));
    container.destroyForcibly();
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
  }

  @Test
  void whatCannotBeSeenIsUnknown() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    FilesystemAgent blind = new FilesystemAgent(agents().settings(), directory.resolve("nowhere"));
    assertThat(blind.monitor(calls.of(Operation.MONITOR))).isInstanceOf(Unknown.class);
    assertThat(blind.stop(calls.of(Operation.STOP))).isInstanceOf(Unknown.class);
  }

  @Test
  void missingDeviceAndWrongParametersAreNamed() throws Exception {
    given("device", "/dev/nonesuch");
    assertThat(perform(Operation.START).reason()).contains("/dev/nonesuch");
    given("device", "--bind");
    assertThat(perform(Operation.START).reason()).contains("'device'");
    given("directory", "/");
    assertThat(perform(Operation.START).reason()).contains("'directory'");
    given("probe", "guess");
    assertThat(perform(Operation.START).reason()).contains("'probe'");
    given("type", "nonesuchfs");
    assertThat(perform(Operation.START)).isInstanceOf(Failed.class);
  }
}
