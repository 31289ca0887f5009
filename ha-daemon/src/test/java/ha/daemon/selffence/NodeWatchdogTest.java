package ha.daemon.selffence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.daemon.controller.Holding;
import ha.model.MonoTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a pipe in the place of a device; what reads it writes down each sign. */
final class NodeWatchdogTest {
  private static final Duration COUNTDOWN = Duration.ofSeconds(8);

  @TempDir private Path directory;
  private final AtomicReference<String> signs = new AtomicReference<>("");
  private Path pipe = Path.of("/nowhere");

  @BeforeEach
  void makePipe() throws Exception {
    pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    // Not a virtual one: who opens a pipe that nobody writes to holds on to its carrier.
    Thread.ofPlatform().daemon().start(this::read);
  }

  private void read() {
    while (true) {
      try (InputStream in = Files.newInputStream(pipe)) {
        for (int sign = in.read(); sign >= 0; sign = in.read()) {
          String heard = String.valueOf((char) sign);
          signs.updateAndGet(before -> before + heard);
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private static MonoTime at(long seconds) {
    return new MonoTime(Duration.ofSeconds(seconds).toNanos());
  }

  private static Trial trial(boolean mayAct, Holding holding) {
    return new Trial(mayAct, holding, false, Optional.empty(), Optional.empty());
  }

  private NodeWatchdog open() {
    return await()
        .ignoreExceptions()
        .until(() -> NodeWatchdog.open(pipe, COUNTDOWN, directory, (kind, text) -> {}), w -> true);
  }

  private void expect(String wanted) {
    await().untilAsserted(() -> assertThat(signs.get()).isEqualTo(wanted));
  }

  /**
   * The first daemon of a boot: what it has not looked at cannot run. Begun, signs so far
   * forgotten.
   */
  private NodeWatchdog first() {
    NodeWatchdog watchdog =
        await()
            .ignoreExceptions()
            .until(
                () -> {
                  // An attempt to open before the reader was there has left the marker behind.
                  Files.deleteIfExists(directory.resolve("watchdog-boot"));
                  return NodeWatchdog.open(pipe, COUNTDOWN, directory, (kind, text) -> {});
                },
                w -> true);
    expect(".V");
    signs.set("");
    watchdog.relyOn(Reliance.AUTHORITY);
    await()
        .until(() -> {
          watchdog.tick(at(0), trial(true, Holding.SOMETHING));
          return watchdog.resetWithin().isPresent();
        });
    return watchdog;
  }

  @Test
  void isFedWhileTheNodeMayActAndEndsWhenItLeaves() throws Exception {
    NodeWatchdog watchdog = first();
    expect(".");
    watchdog.tick(at(1), trial(true, Holding.SOMETHING));
    expect("..");
    watchdog.tick(at(2), trial(false, Holding.SOMETHING));
    watchdog.tick(at(3), trial(false, Holding.SOMETHING));
    watchdog.tick(at(4), trial(false, Holding.NOTHING));
    expect("...");
    watchdog.leave(true);
    expect("...V");
    assertThat(watchdog.resetWithin()).isEmpty();
  }

  @Test
  void goesOnWhenTheDaemonEndsWithoutTheOthersKnowing() throws Exception {
    NodeWatchdog watchdog = first();
    watchdog.tick(at(1), trial(true, Holding.SOMETHING));
    watchdog.leave(false);
    expect("..");
  }

  @Test
  void isFedAsLongAsTheLoopRunsWhereNobodyCountsOnIt() throws Exception {
    NodeWatchdog watchdog = first();
    watchdog.relyOn(Reliance.NOTHING);
    assertThat(watchdog.resetWithin()).isEmpty();
    watchdog.tick(at(2), trial(false, Holding.SOMETHING));
    watchdog.tick(at(4), trial(false, Holding.SOMETHING));
    expect("...");
  }

  /** The countdown of a daemon that died must not be fed by one that nobody has taken in. */
  @Test
  void nextDaemonOfTheSameBootTouchesNothingBeforeItMayAct() throws Exception {
    first();
    expect(".");
    NodeWatchdog next = open();
    next.relyOn(Reliance.AUTHORITY);
    next.tick(at(2), trial(false, Holding.UNKNOWN));
    assertThat(next.resetWithin()).isEmpty();
    expect(".");

    next.tick(at(3), trial(true, Holding.UNKNOWN));
    assertThat(next.resetWithin()).contains(COUNTDOWN);
    expect("..");
    next.tick(at(5), trial(false, Holding.UNKNOWN));
    expect("..");
  }
}
