package ha.agents.net;

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
import java.util.Optional;

/**
 * A socket for whole packets of one protocol on one interface: packet(7), which Java has not. The
 * kernel writes the link's header; needs root or CAP_NET_RAW. Stays in the network namespace of the
 * thread that opened it. Not thread-safe.
 */
public final class PacketSocket implements AutoCloseable {
  /** EtherTypes: IEEE 802 Numbers of the IANA. */
  public static final int ARP = 0x0806;

  public static final int IPV6 = 0x86DD;

  private static final int AF_PACKET = 17;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int EAGAIN = 11;
  private static final int HARDWARE_ADDRESS_BYTES = 6;
  private static final int LARGEST_PACKET = 2048;

  /** Size of {@code struct sockaddr_ll}. */
  private static final int ADDRESS_BYTES = 20;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;
  private static final MethodHandle SOCKET =
      link("socket", FunctionDescriptor.of(INT, INT, INT, INT));
  private static final MethodHandle BIND =
      link("bind", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle SEND =
      link(
          "sendto",
          FunctionDescriptor.of(
              SIZE, INT, ValueLayout.ADDRESS, SIZE, INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle RECEIVE =
      link("recv", FunctionDescriptor.of(SIZE, INT, ValueLayout.ADDRESS, SIZE, INT));
  private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(INT, INT));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment buffer = arena.allocate(LARGEST_PACKET);
  private final int protocol;
  private final int interfaceIndex;
  private final int descriptor;
  private boolean closed;

  private PacketSocket(int protocol, int interfaceIndex) throws IOException {
    this.protocol = protocol;
    this.interfaceIndex = interfaceIndex;
    this.descriptor = (int) call("socket", SOCKET, AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  }

  // Restricted because a wrong descriptor could crash the process; these are as in socket(2).
  @SuppressWarnings("restricted")
  private static MethodHandle link(String function, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(function).orElseThrow(),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  /**
   * Opens one that receives from now on.
   *
   * @throws IOException if that is not permitted or there is no such interface
   */
  public static PacketSocket open(int protocol, int interfaceIndex) throws IOException {
    PacketSocket socket = new PacketSocket(protocol, interfaceIndex);
    try {
      socket.call("bind", BIND, socket.descriptor, socket.address(new byte[0]), ADDRESS_BYTES);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The field order of {@code struct sockaddr_ll}; the protocol is big-endian. */
  private MemorySegment address(byte[] hardware) {
    MemorySegment address = arena.allocate(ADDRESS_BYTES);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
    address.set(ValueLayout.JAVA_BYTE, 2, (byte) (protocol >> 8));
    address.set(ValueLayout.JAVA_BYTE, 3, (byte) protocol);
    address.set(INT, 4, interfaceIndex);
    address.set(ValueLayout.JAVA_BYTE, 11, (byte) hardware.length);
    MemorySegment.copy(hardware, 0, address, ValueLayout.JAVA_BYTE, 12, hardware.length);
    return address;
  }

  /**
   * Sends a packet, without the link's header, to a hardware address of six bytes.
   *
   * @throws IOException if it could not be sent
   */
  public void send(byte[] packet, byte[] to) throws IOException {
    if (to.length != HARDWARE_ADDRESS_BYTES) {
      throw new IllegalArgumentException("a hardware address has six bytes");
    }
    MemorySegment.copy(packet, 0, buffer, ValueLayout.JAVA_BYTE, 0, packet.length);
    call("sendto", SEND, descriptor, buffer, (long) packet.length, 0, address(to), ADDRESS_BYTES);
  }

  /**
   * A packet that has arrived, without the link's header; empty if there is none now.
   *
   * @throws IOException if the interface is gone or down
   */
  public Optional<byte[]> receive() throws IOException {
    try {
      int length =
          (int) call("recv", RECEIVE, descriptor, buffer, (long) LARGEST_PACKET, MSG_DONTWAIT);
      return Optional.of(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    } catch (CallFailed e) {
      if (e.number == EAGAIN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return; // The number may be somebody else's descriptor by now.
    }
    closed = true;
    try {
      call("close", CLOSE, descriptor);
    } catch (IOException e) {
      // Closed it is; there is nothing in it that could be lost.
      return;
    } finally {
      arena.close();
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
      throw new CallFailed(function, (int) ERRNO.get(state, 0L));
    }
    return value;
  }

  private static final class CallFailed extends IOException {
    private static final long serialVersionUID = 1;
    private final int number;

    CallFailed(String function, int number) {
      super(function + "(2) failed with error " + number + meaning(number));
      this.number = number;
    }

    private static String meaning(int number) {
      return switch (number) {
        case 1 -> " (not permitted: it needs root or CAP_NET_RAW)";
        case 19 -> " (there is no such interface)";
        case 100 -> " (the interface is down)";
        default -> "";
      };
    }
  }
}
