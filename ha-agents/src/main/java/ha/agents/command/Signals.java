package ha.agents.command;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Sends signals to processes and process groups: kill(2), which Java has for two signals only. */
public final class Signals {
  public static final int TERM = 15;
  public static final int KILL = 9;

  /** Linux numbers, the same on every architecture that this runs on. */
  private static final Map<String, Integer> NUMBERS =
      Map.of(
          "HUP", 1, "INT", 2, "QUIT", 3, "ABRT", 6, "KILL", KILL, "USR1", 10, "USR2", 12, "TERM",
          TERM, "WINCH", 28);

  private static final int ESRCH = 3;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle KILL_FUNCTION = link();

  private Signals() {}

  // Restricted because a wrong descriptor could crash the process; kill is int(pid_t, int).
  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("kill").orElseThrow(),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
        Linker.Option.captureCallState("errno"));
  }

  /** The number of a signal by its name, with or without {@code SIG}. */
  public static OptionalInt number(String name) {
    String plain = name.strip().toUpperCase(Locale.ROOT);
    Integer number = NUMBERS.get(plain.startsWith("SIG") ? plain.substring(3) : plain);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Whether there is a process of that number, be it a zombie or another user's. */
  public static boolean exists(long pid) {
    return send(Math.toIntExact(pid), 0).map(errno -> errno != ESRCH).orElse(true);
  }

  /** Sends to one process; nothing happens if it is gone. Never to init or ourselves. */
  public static void toProcess(long pid, int signal) {
    if (pid > 1 && pid != ProcessHandle.current().pid()) {
      send(Math.toIntExact(pid), signal);
    }
  }

  /** Sends to every process of a group; nothing happens if it is gone. */
  static void toGroup(long group, int signal) {
    if (group > 1) {
      send(-Math.toIntExact(group), signal);
    }
  }

  /** The error number, or empty if it was sent. */
  private static Optional<Integer> send(int target, int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) KILL_FUNCTION.invokeExact(state, target, signal);
      return result == 0 ? Optional.empty() : Optional.of((int) ERRNO.get(state, 0L));
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }
}
