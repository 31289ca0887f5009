package ha.fencing.ipmi;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Stands between a client and a BMC and does what it likes to the answers. One client. */
final class Relay implements AutoCloseable {
  private final DatagramSocket front;
  private final DatagramSocket back;
  private final Function<byte[], List<byte[]>> change;
  private volatile SocketAddress client = new InetSocketAddress(0);

  Relay(int bmc, Function<byte[], List<byte[]>> change) throws IOException {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    this.change = change;
    front = new DatagramSocket(0, here);
    back = new DatagramSocket(0, here);
    back.connect(here, bmc);
    Thread.ofPlatform().daemon().start(this::forth);
    Thread.ofPlatform().daemon().start(this::back);
  }

  int port() {
    return front.getLocalPort();
  }

  private void forth() {
    while (!front.isClosed()) {
      try {
        DatagramPacket packet = receive(front);
        client = packet.getSocketAddress();
        back.send(new DatagramPacket(packet.getData(), packet.getLength()));
      } catch (IOException e) {
        // Closed, or the BMC is not there now.
      }
    }
  }

  private void back() {
    while (!back.isClosed()) {
      try {
        DatagramPacket packet = receive(back);
        byte[] answer = Arrays.copyOf(packet.getData(), packet.getLength());
        for (byte[] changed : change.apply(answer)) {
          front.send(new DatagramPacket(changed, changed.length, client));
        }
      } catch (IOException e) {
        // Closed, or the client is gone.
      }
    }
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    socket.receive(packet);
    return packet;
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
