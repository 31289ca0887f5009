package ha.fencing.watchdog;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/**
 * Keeps this process from waiting for others: its memory is not swapped out, and the few threads
 * that others wait for come before every ordinary process. A node that swaps, or whose processors
 * are busy, must not be taken for a dead one.
 *
 * <p>Only those threads: a whole JVM of real-time priority, compilers included, keeps the programs
 * waiting that it has started itself (docs/PERFORMANCE.md has what was measured). What they start,
 * threads and programs, is ordinary again.
 */
public final class Urgency {
  private static final int MCL_CURRENT = 1;
  private static final int MCL_FUTURE = 2;
  private static final int MCL_ONFAULT = 4;
  private static final int PRIO_PROCESS = 0;
  private static final int SCHED_OTHER = 0;
  private static final int SCHED_RR = 2;
  private static final int SCHED_RESET_ON_FORK = 0x40000000;
  private static final int NICE = -10;
  private static final int HIGHEST = 99;

  /** Of the environment: real-time priority 1 to 99, 0 for none. The lowest is enough. */
  private static final String VARIABLE = "HAD_PRIORITY";

  /** Stops all others while it collects garbage, so they wait for it. HotSpot's name. */
  private static final String VM_THREAD = "VM Thread";

  private static final Path THREADS = Path.of("/proc/self/task");
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private Urgency() {}

  /**
   * Locks what memory is used, now and later.
   *
   * @return why not, with what would help; nothing depends on it
   */
  public static Optional<String> lockMemory() {
    // Locked when first touched: a heap that is reserved but never used costs nothing.
    return call("mlockall", FunctionDescriptor.of(INT, INT), MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)
        .map(errno ->
            "memory is not locked (mlockall(2), error "
                + errno
                + "): set LimitMEMLOCK=infinity in the unit");
  }

  /**
   * Makes threads that come first.
   *
   * @param name of the threads
   */
  public static ThreadFactory threads(String name) {
    return task ->
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(() -> {
              var _ = comeFirst();
              task.run();
            });
  }

  /**
   * Lets the calling thread come first: by real-time priority, or else by a better share of the
   * ordinary time. No thread that it starts, and no program.
   *
   * @return why there is no real-time priority, with what would help; nothing depends on it
   */
  public static Optional<String> comeFirst() {
    String wanted = Objects.requireNonNullElse(System.getenv(VARIABLE), "1");
    if (!wanted.matches("\\d{1,2}")) {
      return prefer().or(() -> Optional.of("HAD_PRIORITY=" + wanted + " is not 0 to " + HIGHEST));
    }
    int priority = Integer.parseInt(wanted);
    if (priority == 0) {
      return prefer();
    }
    Optional<Integer> errno = schedule(0, SCHED_RR, priority);
    if (errno.isPresent()) {
      var _ = prefer();
      return Optional.of(
          "no real-time priority (sched_setscheduler(2), error "
              + errno.get()
              + "), so a busy machine may be taken for a dead one: run as root, or set"
              + " LimitRTPRIO=1 in the unit");
    }
    vmThread().ifPresent(thread -> schedule(thread, SCHED_RR, priority));
    return Optional.empty();
  }

  private static Optional<String> prefer() {
    return schedule(0, SCHED_OTHER, 0)
        .or(() ->
            call("setpriority", FunctionDescriptor.of(INT, INT, INT, INT), PRIO_PROCESS, 0, NICE))
        .map(errno ->
            "priority is not raised (setpriority(2), error "
                + errno
                + "): run as root, or set LimitNICE=-10 in the unit");
  }

  /** The error; empty if it worked. Thread 0 is the calling one. */
  private static Optional<Integer> schedule(int thread, int policy, int priority) {
    try (Arena arena = Arena.ofConfined()) {
      return call(
          "sched_setscheduler",
          FunctionDescriptor.of(INT, INT, INT, ValueLayout.ADDRESS),
          thread,
          policy | SCHED_RESET_ON_FORK,
          arena.allocateFrom(INT, priority));
    }
  }

  private static Optional<Integer> vmThread() {
    try (Stream<Path> threads = Files.list(THREADS)) {
      return threads
          .filter(Urgency::isVmThread)
          .map(t -> Integer.valueOf(t.getFileName().toString()))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isVmThread(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip().equals(VM_THREAD);
    } catch (IOException e) {
      return false; // it has ended meanwhile
    }
  }

  // Restricted because a wrong signature could crash the process; these are as in section 2 of the
  // manual.
  @SuppressWarnings("restricted")
  private static Optional<Integer> call(
      String function, FunctionDescriptor descriptor, Object... arguments) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().findOrThrow(function);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      Object[] all = new Object[arguments.length + 1];
      all[0] = state;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      Object result =
          linker
              .downcallHandle(address, descriptor, Linker.Option.captureCallState("errno"))
              .invokeWithArguments(all);
      return ((Number) result).intValue() == 0
          ? Optional.empty()
          : Optional.of((int) ERRNO.get(state, 0L));
    } catch (Throwable e) {
      throw new IllegalStateException(function + "(2) cannot be called", e);
    }
  }
}
