package ha.agents.ip;

import ha.agents.command.Pause;
import ha.agents.net.PacketSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends announcements: the first at once, the others in the background. Thread-safe. */
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Duration BETWEEN = Duration.ofMillis(300);

  /** Series that go on, by address; a newer one or a stop ends an older one. */
  private final Map<InetAddress, AtomicBoolean> underWay = new ConcurrentHashMap<>();

  /**
   * Announces {@code times} times in all.
   *
   * @throws IOException if the first announcement cannot be sent
   */
  void announce(Announcement announcement, int interfaceIndex, int times) throws IOException {
    end(announcement.address());
    AtomicBoolean wanted = new AtomicBoolean(true);
    underWay.put(announcement.address(), wanted);
    // In the thread of the caller: there it is that the network is the right one.
    PacketSocket socket = PacketSocket.open(announcement.protocol(), interfaceIndex);
    try {
      send(socket, announcement);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    Thread.ofVirtual()
        .name("announce " + announcement.address().getHostAddress())
        .start(() -> repeat(socket, announcement, times - 1, wanted));
  }

  /** Says no more of an address. */
  void end(InetAddress address) {
    AtomicBoolean wanted = underWay.remove(address);
    if (wanted != null) {
      wanted.set(false);
    }
  }

  private void repeat(
      PacketSocket socket, Announcement announcement, int times, AtomicBoolean wanted) {
    try (socket) {
      for (int i = 0; i < times; i++) {
        Pause.of(BETWEEN);
        if (!wanted.get()) {
          return;
        }
        send(socket, announcement);
      }
    } catch (IOException e) {
      LOG.warn(
          "Address {} can no longer be announced: {}",
          announcement.address().getHostAddress(),
          e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(PacketSocket socket, Announcement announcement) throws IOException {
    for (byte[] packet : announcement.packets()) {
      socket.send(packet, announcement.to());
    }
  }
}
