package ha.fencing.agent;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Kills whole process groups, which Java itself cannot. */
final class ProcessGroup {
  private static final int SIGKILL = 9;
  private static final MethodHandle KILL = kill();

  private ProcessGroup() {}

  // Native access is wanted here: had starts with --enable-native-access.
  @SuppressWarnings("restricted")
  private static MethodHandle kill() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("kill"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  /** Kills every process of the group that {@code leader} leads; false if there is none. */
  static boolean kill(long leader) {
    if (leader <= 1 || leader > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("process " + leader + " leads no group to be killed");
    }
    try {
      return (int) KILL.invokeExact(-(int) leader, SIGKILL) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) could not be called", e);
    }
  }
}
