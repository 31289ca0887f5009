package ha.daemon.systemd;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A bound Unix datagram socket, which the JDK does not have. */
final class DatagramSocket implements AutoCloseable {
  private static final int MSG_DONTWAIT = 0x40;
  private final Arena arena = Arena.ofConfined();
  private final int fd;

  DatagramSocket(Path path) throws Throwable {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    MemorySegment address = arena.allocate(110);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
    MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
    fd =
        (int)
            call(
                    "socket",
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT))
                .invokeExact(1, 2, 0);
    int bound =
        (int)
            call(
                    "bind",
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT))
                .invokeExact(fd, address, 2 + name.length);
    if (fd < 0 || bound < 0) {
      throw new IllegalStateException("cannot bind " + path);
    }
  }

  // Calling libc is what this class is for; tests run with native access enabled.
  @SuppressWarnings("restricted")
  private static MethodHandle call(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
  }

  /** The next datagram; empty if there is none. */
  String receive() throws Throwable {
    MemorySegment buffer = arena.allocate(4096);
    long got =
        (long)
            call(
                    "recv",
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT))
                .invokeExact(fd, buffer, 4096L, MSG_DONTWAIT);
    byte[] bytes = new byte[(int) Math.max(0, got)];
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      int ignored =
          (int)
              call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                  .invokeExact(fd);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    arena.close();
  }
}
