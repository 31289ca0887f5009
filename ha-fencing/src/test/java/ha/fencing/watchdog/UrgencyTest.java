package ha.fencing.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UrgencyTest {
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
  public static void main(String[] args) throws IOException {
    if (Urgency.lockMemory().isEmpty()) {
      String status = Files.readString(Path.of("/proc/self/status"));
      long locked = Long.parseLong(status.replaceFirst("(?s).*VmLck:\\s*(\\d+) kB.*", "$1"));
      require(locked > 1000, "locked: " + locked);
    }
    if (Urgency.comeFirst().isEmpty()) {
      require(nice("/proc/thread-self/stat").equals("-10"), "the thread is not preferred");
      Process child = new ProcessBuilder("cat", "/proc/self/stat").start();
      String stat = child.inputReader().readLine();
      require(fields(stat)[16].equals("0"), "its child is preferred: " + stat);
    }
  }

  private static String nice(String file) throws IOException {
    return fields(Files.readString(Path.of(file)))[16];
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
