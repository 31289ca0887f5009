package ha.fencing.agent;

import ha.fencing.device.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program in a session of its own with nothing but the program's name in its arguments, next
 * to nothing in its environment and its input on standard input. At the deadline the whole process
 * group is killed, and whatever is left of it when the program ends before.
 */
final class AgentProcess {
  private static final int OUTPUT_LIMIT = 512 * 1024;
  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C", "HOME", "/");

  private AgentProcess() {}

  static AgentRun run(Path program, byte[] input, Deadline deadline) {
    // setsid replaces itself by the program, so that the process we know leads the new group.
    ProcessBuilder builder = new ProcessBuilder("setsid", program.toString());
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    builder.directory(Path.of("/").toFile());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new AgentRun(OptionalInt.empty(), "", "cannot be started: " + e.getMessage());
    }
    Drain output = new Drain(process.getInputStream());
    Drain errors = new Drain(process.getErrorStream());
    Thread.ofVirtual().start(() -> feed(process, input));
    boolean ended = false;
    try {
      ended = process.waitFor(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kill(process);
    }
    AgentRun run =
        new AgentRun(
            ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(),
            output.text(),
            errors.text());
    process.destroyForcibly(); // Closes the streams, should a stray child still hold them.
    return run;
  }

  private static void kill(Process process) {
    List<ProcessHandle> strays = process.descendants().toList();
    ProcessGroup.kill(process.pid());
    // It may not have come to lead a group yet. Not by Process, which would drop unread output.
    process.toHandle().destroyForcibly();
    strays.forEach(ProcessHandle::destroyForcibly);
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input);
    } catch (IOException e) {
      // It ended without reading all of it; its exit code tells the rest.
    }
  }

  /** Reads a stream to its end, keeping the first part. */
  private static final class Drain {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread thread;

    Drain(InputStream in) {
      thread = Thread.ofVirtual().start(() -> read(in));
    }

    private void read(InputStream in) {
      byte[] buffer = new byte[8192];
      try (in) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          synchronized (kept) {
            kept.write(buffer, 0, Math.min(n, OUTPUT_LIMIT - kept.size()));
          }
        }
      } catch (IOException e) {
        // The stream was closed with the process.
      }
    }

    String text() {
      try {
        thread.join(DRAIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (kept) {
        return kept.toString(StandardCharsets.UTF_8);
      }
    }
  }
}
