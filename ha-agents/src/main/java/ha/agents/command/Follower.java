package ha.agents.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lines of a program that is not meant to end, and starts it again when it does: soon at
 * first, less and less often while it does not stay.
 */
final class Follower implements Following {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(2);

  private final Command command;
  private final Consumer<String> lines;
  private final Launcher launcher;
  private final ProcFs processes;
  private final CommandJournal journal;
  private final Thread thread;
  private Optional<Process> running = Optional.empty();
  private boolean closed;

  Follower(
      Command command,
      Consumer<String> lines,
      Launcher launcher,
      ProcFs processes,
      CommandJournal journal) {
    this.command = command;
    this.lines = lines;
    this.launcher = launcher;
    this.processes = processes;
    this.journal = journal;
    // Reading from a program occupies a thread of the system.
    this.thread = Thread.ofPlatform().daemon().name("follow " + command).unstarted(this::follow);
  }

  Follower begin() {
    thread.start();
    return this;
  }

  private void follow() {
    Duration pause = SHORTEST_PAUSE;
    while (!isClosed()) {
      long began = System.nanoTime();
      try {
        once();
      } catch (IOException e) {
        LOG.debug("{} cannot be followed: {}", command, e.toString());
      }
      boolean stayed = System.nanoTime() - began > LONGEST_PAUSE.toNanos();
      pause = stayed ? SHORTEST_PAUSE : pause;
      try {
        if (!isClosed()) {
          Thread.sleep(pause);
        }
      } catch (InterruptedException e) {
        return;
      }
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
  }

  private void once() throws IOException {
    Process process;
    synchronized (this) {
      if (closed) {
        return;
      }
      process = launcher.start(command, b -> b.redirectError(ProcessBuilder.Redirect.DISCARD));
      running = Optional.of(process);
    }
    Optional<Path> note = Optional.empty();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      note = journal.began(process.pid());
      String line = reader.readLine();
      while (line != null) {
        lines.accept(line);
        line = reader.readLine();
      }
    } finally {
      synchronized (this) {
        running = Optional.empty();
      }
      end(process);
      if (note.isPresent()) {
        CommandJournal.ended(note.get());
      }
    }
  }

  private void end(Process process) {
    try {
      new ProcessSession(processes, process.pid()).kill(KILL_PATIENCE);
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    Optional<Process> process;
    synchronized (this) {
      closed = true;
      process = running;
    }
    // Ends the reading, too, which waits for all that hold the output. The caller may hold locks.
    process.ifPresent(p -> Thread.startVirtualThread(() -> end(p)));
    thread.interrupt();
  }
}
