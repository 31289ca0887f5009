package ha.fencing.watchdog;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * Keeps this process from waiting for others: its memory is not swapped out, and its loop comes
 * first where it matters. A node that swaps must not be taken for a dead one.
 */
public final class Urgency {
  private static final int MCL_CURRENT = 1;
  private static final int MCL_FUTURE = 2;
  private static final int MCL_ONFAULT = 4;
  private static final int PRIO_PROCESS = 0;
  private static final int SCHED_OTHER = 0;
  private static final int SCHED_RESET_ON_FORK = 0x40000000;
  private static final int NICE = -10;
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
   * Raises the priority of the calling thread, but of none that it starts, and of no process.
   *
   * @return why not, with what would help; nothing depends on it
   */
  public static Optional<String> comeFirst() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment parameter = arena.allocateFrom(INT, 0);
      return call(
              "sched_setscheduler",
              FunctionDescriptor.of(INT, INT, INT, ValueLayout.ADDRESS),
              0,
              SCHED_OTHER | SCHED_RESET_ON_FORK,
              parameter)
          .or(() ->
              call("setpriority", FunctionDescriptor.of(INT, INT, INT, INT), PRIO_PROCESS, 0, NICE))
          .map(errno ->
              "priority is not raised (setpriority(2), error "
                  + errno
                  + "): run as root, or set LimitNICE=-10 in the unit");
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
