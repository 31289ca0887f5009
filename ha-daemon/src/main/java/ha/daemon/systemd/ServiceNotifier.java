package ha.daemon.systemd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Tells systemd that the service is ready, how it is, and that it stops, over the datagram socket
 * named in {@code NOTIFY_SOCKET} (sd_notify(3)). Never blocks. The JDK has no Unix datagram
 * sockets, so libc is called directly. Does nothing where no socket is named.
 */
public final class ServiceNotifier {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int LONGEST_PATH = 107;
  private static final int LONGEST_NUMBER = 15;

  private final Optional<String> socket;
  private final Optional<Duration> patience;

  private ServiceNotifier(Optional<String> socket, Optional<Duration> patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /** The notifier of this process's environment. */
  public static ServiceNotifier of(Map<String, String> environment) {
    return new ServiceNotifier(
        Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
            .filter(s -> !s.isEmpty() && s.length() <= LONGEST_PATH),
        patience(environment));
  }

  /** As sd_watchdog_enabled(3) reads it: only if meant for this process. */
  private static Optional<Duration> patience(Map<String, String> environment) {
    String own = Long.toString(ProcessHandle.current().pid());
    return environment.getOrDefault("WATCHDOG_PID", own).equals(own)
        ? Optional.ofNullable(environment.get("WATCHDOG_USEC"))
            .filter(text -> text.matches("[1-9][0-9]{0," + (LONGEST_NUMBER - 1) + "}"))
            .map(text -> Duration.of(Long.parseLong(text), ChronoUnit.MICROS))
        : Optional.empty();
  }

  /** How long systemd waits for {@link #alive} before it kills the service; empty: it does not. */
  public Optional<Duration> patience() {
    return socket.isPresent() ? patience : Optional.empty();
  }

  /** The service works. */
  public void alive() throws IOException {
    send("WATCHDOG=1");
  }

  /** The service answers. */
  public void ready(String status) throws IOException {
    send("READY=1\nSTATUS=" + status);
  }

  /** One line for {@code systemctl status}. */
  public void status(String status) throws IOException {
    send("STATUS=" + status);
  }

  /** The service is on its way down. */
  public void stopping(String status) throws IOException {
    send("STOPPING=1\nSTATUS=" + status);
  }

  /** Whether anybody listens. */
  public boolean isConnected() {
    return socket.isPresent();
  }

  private void send(String message) throws IOException {
    if (socket.isEmpty()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      int sent = LibC.INSTANCE.send(socket.get(), message, arena);
      if (sent < 0) {
        throw new IOException("cannot tell systemd at " + socket.get());
      }
    }
  }

  /** The three calls of libc that are needed. */
  private static final class LibC {
    private static final LibC INSTANCE = new LibC();
    private final MethodHandle socket;
    private final MethodHandle sendto;
    private final MethodHandle close;

    private LibC() {
      Linker linker = Linker.nativeLinker();
      socket =
          handle(
              linker,
              "socket",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT));
      sendto =
          handle(
              linker,
              "sendto",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_INT));
      close =
          handle(
              linker, "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    // Calling libc is what this class is for; the JVM is started with native access enabled.
    @SuppressWarnings("restricted")
    private static MethodHandle handle(Linker linker, String name, FunctionDescriptor type) {
      return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
    }

    int send(String path, String message, Arena arena) throws IOException {
      byte[] name = path.getBytes(StandardCharsets.UTF_8);
      if (path.startsWith("@")) {
        name[0] = 0;
      }
      // struct sockaddr_un: family (2 bytes, native order), then the path.
      MemorySegment address = arena.allocate(2L + LONGEST_PATH + 1);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
      byte[] text = message.getBytes(StandardCharsets.UTF_8);
      MemorySegment data = arena.allocate(text.length);
      MemorySegment.copy(text, 0, data, ValueLayout.JAVA_BYTE, 0, text.length);
      try {
        int fd = (int) socket.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (fd < 0) {
          return -1;
        }
        long sent =
            (long)
                sendto.invokeExact(
                    fd, data, (long) text.length, MSG_DONTWAIT, address, 2 + name.length);
        int ignored = (int) close.invokeExact(fd);
        return (int) Math.min(sent, Integer.MAX_VALUE);
      } catch (Throwable e) {
        throw new IOException("calling libc failed", e);
      }
    }
  }
}
