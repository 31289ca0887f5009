package ha.membership.links;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in front of a node's link: passes datagrams on, keeps copies, can be cut. */
final class UdpRelay implements AutoCloseable {
  private final DatagramSocket socket;
  private final List<InetSocketAddress> targets;
  private final List<DatagramPacket> captured = new CopyOnWriteArrayList<>();
  private final Random random = new Random(17);
  private volatile boolean cut;
  private volatile double loss;
  private volatile boolean capturing;

  UdpRelay(InetSocketAddress... targets) throws IOException {
    this.targets = List.of(targets);
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.20.1"), 0));
    socket.setReceiveBufferSize(2 << 20);
    Thread.ofPlatform().daemon().start(this::run);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  void cut(boolean now) {
    cut = now;
  }

  /** Drops this share of all datagrams. */
  void lose(double share) {
    loss = share;
  }

  void capture(boolean now) {
    capturing = now;
  }

  List<DatagramPacket> captured() {
    return captured;
  }

  /** Sends all that was captured once more. */
  void replay() throws IOException {
    for (DatagramPacket packet : captured) {
      forward(packet.getData(), packet.getLength());
    }
  }

  private void run() {
    byte[] buffer = new byte[66_000];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        if (capturing) {
          captured.add(
              new DatagramPacket(
                  Arrays.copyOf(packet.getData(), packet.getLength()), packet.getLength()));
        }
        if (!cut && random.nextDouble() >= loss) {
          forward(buffer, packet.getLength());
        }
      } catch (IOException e) {
        // closed, or the target is not there at the moment
      }
    }
  }

  private void forward(byte[] data, int length) throws IOException {
    for (InetSocketAddress target : targets) {
      socket.send(new DatagramPacket(data, length, target));
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
