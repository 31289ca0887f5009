package ha.agents.command;

import ha.model.MonoTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs programs on this machine and captures at most 64 KiB of what they write. Thread-safe. */
public final class CommandRunner implements Commands {
  private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(2);
  private static final Duration OUTPUT_PATIENCE = Duration.ofMillis(200);

  /** Exit codes of {@code setsid} that found, or could run, no program. */
  private static final int CANNOT_EXECUTE = 126;

  private static final int NOT_FOUND = 127;

  private static final int SIGNAL_BASE = 128;

  /** Real-time signals are left out: 190 and 191 are exit codes of OCF scripts. */
  private static final int HIGHEST_SIGNAL = 31;

  private final MonoClock clock;
  private final Launcher launcher;
  private final ProcFs processes;
  private final CommandJournal journal;

  public CommandRunner(
      MonoClock clock, Launcher launcher, ProcFs processes, CommandJournal journal) {
    this.clock = clock;
    this.launcher = launcher;
    this.processes = processes;
    this.journal = journal;
  }

  /** With this machine's clock and processes. */
  public static CommandRunner system(CommandJournal journal) {
    return new CommandRunner(MonoClock.SYSTEM, Launcher.system(), ProcFs.system(), journal);
  }

  @Override
  public CommandOutcome run(Command command, MonoTime deadline) throws InterruptedException {
    MonoTime began = clock.now();
    Process process;
    try {
      process = launcher.start(command, b -> connect(b, command));
    } catch (IOException e) {
      return new CommandOutcome.NotStarted(command + ": " + e.getMessage());
    }
    Optional<Path> note = noted(process);
    try {
      return await(command, process, began, deadline);
    } finally {
      forget(note);
    }
  }

  @Override
  public Following follow(Command command, Consumer<String> lines) {
    return new Follower(command, lines, launcher, processes, journal).begin();
  }

  private CommandOutcome await(Command command, Process process, MonoTime began, MonoTime deadline)
      throws InterruptedException {
    CapturedOutput output = new CapturedOutput(CapturedOutput.LIMIT_BYTES);
    Thread reader = Thread.ofPlatform().daemon().name("output").start(() -> read(process, output));
    try {
      Duration left = deadline.since(clock.now());
      if (!process.waitFor(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS)) {
        return expire(process, output, reader);
      }
    } catch (InterruptedException e) {
      expire(process, output, reader);
      throw e;
    }
    // A daemon that the program has left behind may hold its output open for ever.
    reader.join(OUTPUT_PATIENCE);
    return ended(command, process.exitValue(), output.text(), clock.now().since(began));
  }

  /**
   * A program that cannot be noted is run all the same: a full disk must not keep us from a stop.
   */
  private Optional<Path> noted(Process process) {
    try {
      return journal.began(process.pid());
    } catch (IOException e) {
      LOG.warn(
          "Process {} cannot be noted, a killed daemon will not know of it: {}",
          process.pid(),
          e.toString());
      return Optional.empty();
    }
  }

  private static void forget(Optional<Path> note) {
    try {
      if (note.isPresent()) {
        CommandJournal.ended(note.get());
      }
    } catch (IOException e) {
      LOG.warn("Note of a finished program cannot be removed: {}", e.toString());
    }
  }

  private static void connect(ProcessBuilder builder, Command command) {
    if (command.errorsToo()) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
  }

  private CommandOutcome ended(Command command, int code, String output, Duration took) {
    boolean notRun = code == NOT_FOUND || code == CANNOT_EXECUTE;
    if (notRun && launcher.ownSessions() && output.startsWith("setsid: failed to execute")) {
      return new CommandOutcome.NotStarted(command + ": " + output.strip());
    }
    return code > SIGNAL_BASE && code <= SIGNAL_BASE + HIGHEST_SIGNAL
        ? new CommandOutcome.Signalled(code - SIGNAL_BASE, output)
        : new CommandOutcome.Exited(code, output, took);
  }

  private CommandOutcome expire(Process process, CapturedOutput output, Thread reader)
      throws InterruptedException {
    ProcessSession session = new ProcessSession(processes, process.pid());
    List<ProcessView> running;
    List<ProcessView> left;
    try {
      running = session.members();
      left = session.kill(KILL_PATIENCE);
    } catch (IOException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return new CommandOutcome.Expired(
          output.text(), List.of(), List.of("perhaps its children: " + e.getMessage()));
    }
    boolean interrupted = Thread.interrupted();
    reader.join(OUTPUT_PATIENCE);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return new CommandOutcome.Expired(output.text(), words(running), words(left));
  }

  private static List<String> words(List<ProcessView> processes) {
    return processes.stream().map(ProcessView::toString).toList();
  }

  private static void read(Process process, CapturedOutput output) {
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      int n = in.read(buffer);
      while (n >= 0) {
        output.append(buffer, n);
        n = in.read(buffer);
      }
    } catch (IOException e) {
      // The program ended; what it wrote before is there.
      return;
    }
  }
}
