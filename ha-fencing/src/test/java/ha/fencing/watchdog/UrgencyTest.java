package ha.fencing.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class UrgencyTest {
  /** Places in a process's stat, proc(5), counted from its third field. */
  private static final int NICE = 16;

  private static final int POLICY = 38;

  private static final String ROUND_ROBIN = "2";

  /** In a process of its own: what is claimed is not given back. */
  @Test
  void whatIsNotRefusedIsInForce() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                UrgencyTest.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> said = process.inputReader().lines().toList();

    assertThat(process.waitFor()).as(said.toString()).isZero();
  }

  /** Claims and compares with what the kernel says. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (Urgency.lockMemory().isEmpty()) {
      String status = Files.readString(Path.of("/proc/self/status"));
      long locked = Long.parseLong(status.replaceFirst("(?s).*VmLck:\\s*(\\d+) kB.*", "$1"));
      require(locked > 1000, "locked: " + locked);
    }
    Optional<String> refused = Urgency.comeFirst();
    if (refused.isEmpty()) {
      require(fields(ownStat())[POLICY].equals(ROUND_ROBIN), "the thread does not come first");
      require(vmThread()[POLICY].equals(ROUND_ROBIN), "whoever stops it does not come first");
    }
    Process child = new ProcessBuilder("cat", "/proc/self/stat").start();
    String stat = child.inputReader().readLine();
    require(fields(stat)[POLICY].equals("0"), "its child comes first: " + stat);
    require(fields(stat)[NICE].equals("0"), "its child is preferred: " + stat);
    AtomicReference<String> sibling = new AtomicReference<>("");
    Thread thread = Thread.ofPlatform().start(() -> sibling.set(ownStat()));
    Thread first =
        Urgency.threads("first")
            .newThread(() ->
                require(
                    refused.isPresent() || fields(ownStat())[POLICY].equals(ROUND_ROBIN),
                    "not first"));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    first.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    first.start();
    thread.join();
    first.join();
    require(fields(sibling.get())[POLICY].equals("0"), "what it starts comes first, too");
    require(failure.get() == null, String.valueOf(failure.get()));
  }

  private static String[] vmThread() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads
          .map(t -> read(t.resolve("stat")))
          .filter(stat -> stat.contains("(VM Thread)"))
          .map(UrgencyTest::fields)
          .findFirst()
          .orElseThrow();
    }
  }

  private static String ownStat() {
    return read(Path.of("/proc/thread-self/stat"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the third field of proc(5) on. */
  private static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
