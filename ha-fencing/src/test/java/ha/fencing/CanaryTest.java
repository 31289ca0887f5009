package ha.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ha.fencing.device.DeviceBuild;
import ha.fencing.device.DeviceFactories;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.Secret;
import ha.fencing.ipmi.Rig;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.fencing.ipmi.sim.BmcUser;
import ha.model.DeviceId;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.SourcePosition;
import ha.model.plan.PlannedAction.FenceMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A password is looked for everywhere while both kinds of device fence: arguments and environments
 * of all processes, the log at its most talkative, every text form and result.
 */
class CanaryTest {
  private final Path directory;

  CanaryTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static FenceDevice device(String agent, Map<String, String> parameters, Path directory) {
    FenceDeviceDefinition definition =
        new FenceDeviceDefinition(
            new DeviceId(agent), agent, new TreeMap<>(parameters), SourcePosition.NONE);
    DeviceBuild build = DeviceFactories.load().build(definition, directory);
    assertThat(build.toString() + definition).doesNotContain(Rig.PASSWORD);
    return switch (build) {
      case DeviceBuild.Built(FenceDevice device, List<String> warnings) -> device;
      case DeviceBuild.Rejected(List<String> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  @Test
  void thePasswordIsSeenNowhere() throws Exception {
    Programs.need("fence_dummy", "fence-agents");
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    root.setLevel(Level.TRACE);
    Set<String> seen = ConcurrentHashMap.newKeySet();
    AtomicBoolean done = new AtomicBoolean();
    Thread watcher = Thread.ofPlatform().daemon().start(() -> watch(done, seen));
    StringBuilder said = new StringBuilder();
    try (Rig rig = new Rig(directory);
        Fencer fencer = new Fencer(FencerSettings.DEFAULT)) {
      Map<String, String> bmc =
          Map.of(
              "address", "127.0.0.1",
              "port", "" + rig.bmc.port(),
              "user", "admin",
              "password-file", "password");
      FenceDevice ipmi = device("ipmi", bmc, directory);
      // The agent has no password of its own; any parameter may be given by a file.
      Path state = Files.writeString(directory.resolve("state-" + Rig.PASSWORD), "on");
      Rig.secret(directory, "state-name", state.toString());
      FenceDevice dummy =
          device("fence_dummy", Map.of("status_file-file", "state-name"), directory);
      for (BmcFaults faults :
          List.of(BmcFaults.NONE, BmcFaults.NONE.edit().wrongPassword(true).done())) {
        rig.faults(faults);
        Story story = new Story();
        fencer.fence(
            Story.request(
                said.length() + 1,
                FenceMode.REBOOT,
                Duration.ZERO,
                Duration.ofSeconds(10),
                List.of(ipmi, dummy)),
            story);
        said.append(story.end());
      }
      said.append(ipmi).append(dummy);
    } finally {
      done.set(true);
      watcher.join();
      root.detachAppender(log);
      root.setLevel(level);
    }
    try (Secret secret = Secret.of(Rig.PASSWORD.getBytes(StandardCharsets.UTF_8))) {
      said.append(secret);
    }
    said.append(BmcUser.administrator("a", Rig.PASSWORD));
    log.list.forEach(event -> said.append(event.getFormattedMessage()).append('\n'));
    assertThat(said.toString()).contains("OFF_CONFIRMED", "BAD_PASSWORD");
    assertThat(said.toString()).doesNotContain(Rig.PASSWORD);
    assertThat(seen).isEmpty();
  }

  private static void watch(AtomicBoolean done, Set<String> seen) {
    while (!done.get()) {
      try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
        processes
            .filter(p -> Character.isDigit(p.getFileName().toString().charAt(0)))
            .flatMap(p -> Stream.of(p.resolve("cmdline"), p.resolve("environ")))
            .filter(CanaryTest::holdsThePassword)
            .forEach(p -> seen.add(p.toString()));
      } catch (IOException e) {
        seen.add("cannot watch: " + e.getMessage());
      }
    }
  }

  private static boolean holdsThePassword(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(Rig.PASSWORD);
    } catch (IOException e) {
      return false; // The process is gone, or not ours to read.
    }
  }
}
