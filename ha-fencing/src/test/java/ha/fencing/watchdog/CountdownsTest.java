package ha.fencing.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CountdownsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir private Path directory;

  private Path pipe() throws IOException, InterruptedException {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  @Test
  void pipeCarriesEachFeedAndTheEnd() throws Exception {
    Path pipe = pipe();
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(() -> {
          try (InputStream in = Files.newInputStream(pipe)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
          } catch (IOException e) {
            return e.toString();
          }
        });
    Countdown countdown = begunOnceItIsRead(pipe);
    countdown.feed();
    countdown.feed();

    assertThat(countdown.disarm()).isTrue();
    assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo("...V");
  }

  /** The other end is opened by another thread; until then nobody reads. */
  private static Countdown begunOnceItIsRead(Path pipe) {
    return org.awaitility.Awaitility.await()
        .ignoreExceptions()
        .until(() -> Countdowns.begin(pipe, TIMEOUT), c -> true);
  }

  @Test
  void pipeThatNobodyReadsIsRefusedAtOnce() throws Exception {
    Path pipe = pipe();
    assertThatThrownBy(() -> Countdowns.begin(pipe, TIMEOUT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nobody reads the pipe");
  }

  @Test
  void whatIsMissingOrNoWatchdogIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> Countdowns.begin(directory.resolve("watchdog"), TIMEOUT))
        .hasMessageContaining("does not exist; load the driver");
    assertThatThrownBy(() -> Countdowns.begin(Path.of("/dev/null"), TIMEOUT))
        .hasMessageContaining("it is no watchdog");
  }
}
