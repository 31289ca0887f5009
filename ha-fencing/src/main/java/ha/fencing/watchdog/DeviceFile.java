package ha.fencing.watchdog;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** An open file on which ioctl(2) can be called, which Java itself cannot. For one thread. */
final class DeviceFile implements AutoCloseable {
  private static final int O_WRONLY = 1;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      link("open", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT), 2);
  private static final MethodHandle IOCTL =
      link("ioctl", FunctionDescriptor.of(INT, INT, LONG, ValueLayout.ADDRESS), 2);
  private static final MethodHandle WRITE =
      link("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG), 3);
  private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(INT, INT), 1);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(STATE);
  private final Path path;
  private final int descriptor;
  private boolean closed;

  private DeviceFile(Path path, int flags) throws IOException {
    this.path = path;
    this.descriptor =
        (int) call("open", OPEN, arena.allocateFrom(path.toString()), O_WRONLY | O_CLOEXEC | flags);
  }

  /** Opens it for writing. */
  static DeviceFile open(Path path) throws IOException {
    return new DeviceFile(path, 0);
  }

  /** Opens it for writing without ever waiting for a reader. */
  static DeviceFile openWithoutWaiting(Path path) throws IOException {
    return new DeviceFile(path, O_NONBLOCK);
  }

  // Restricted because a wrong signature could crash the process; these are as in section 2 of the
  // manual. open and ioctl take the arguments from the given one on as variable ones.
  @SuppressWarnings("restricted")
  private static MethodHandle link(String function, FunctionDescriptor descriptor, int fixed) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().findOrThrow(function);
    Linker.Option errno = Linker.Option.captureCallState("errno");
    return fixed < descriptor.argumentLayouts().size()
        ? linker.downcallHandle(address, descriptor, errno, Linker.Option.firstVariadicArg(fixed))
        : linker.downcallHandle(address, descriptor, errno);
  }

  /** Hands a number over and returns what the device made of it. */
  int control(long request, int number) throws IOException {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment value = own.allocateFrom(INT, number);
      call("ioctl", IOCTL, descriptor, request, value);
      return value.get(INT, 0);
    }
  }

  /** Lets the device fill a structure of that size and returns its first number. */
  int ask(long request, long bytes) throws IOException {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment answer = own.allocate(bytes, 8);
      call("ioctl", IOCTL, descriptor, request, answer);
      return answer.get(INT, 0);
    }
  }

  void write(byte value) throws IOException {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment bytes = own.allocateFrom(ValueLayout.JAVA_BYTE, value);
      call("write", WRITE, descriptor, bytes, 1L);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return; // The number may be somebody else's descriptor by now.
    }
    closed = true;
    try (arena) {
      call("close", CLOSE, descriptor);
    }
  }

  private long call(String function, MethodHandle handle, Object... arguments) throws IOException {
    Object[] all = new Object[arguments.length + 1];
    all[0] = state;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Object result;
    try {
      result = handle.invokeWithArguments(all);
    } catch (Throwable e) {
      throw new IllegalStateException(function + "(2) cannot be called", e);
    }
    long value = ((Number) result).longValue();
    if (value < 0) {
      throw new CallFailed(path, function, (int) ERRNO.get(state, 0L));
    }
    return value;
  }

  /** A call of the kernel's that failed, with errno(3). */
  static final class CallFailed extends IOException {
    private static final long serialVersionUID = 1;
    private final int number;

    CallFailed(Path path, String function, int number) {
      super(path + ": " + function + "(2) failed: " + meaning(number));
      this.number = number;
    }

    int number() {
      return number;
    }

    private static String meaning(int number) {
      return switch (number) {
        case 1, 13 -> "not permitted; it needs root";
        case 6 -> "nobody reads the pipe";
        case 16 -> "in use; systemd has it if RuntimeWatchdogSec is set, sbd if that runs";
        case 19 -> "there is no such device; is its driver loaded?";
        case 22 -> "the device does not take that value";
        case 25 -> "it is no watchdog";
        case 32 -> "its reader has gone";
        default -> "error " + number;
      };
    }
  }
}
