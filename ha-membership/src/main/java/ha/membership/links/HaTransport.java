package ha.membership.links;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jgroups.Address;
import org.jgroups.PhysicalAddress;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.TransferQueueBundler;
import org.jgroups.stack.IpAddress;

/**
 * JGroups' transport over the wire. Where a member is to be found is asked of the wire, which
 * learned it from proven sessions, and never of JGroups' own caches: so a message reaches a peer
 * whatever the view is, and a process that did not prove itself gets nothing.
 */
final class HaTransport extends TP {
  /** Messages on their way to the wire; what does not fit is sent again by the layer above. */
  private static final int BUNDLER_QUEUE = 4096;

  private final Wire wire;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile boolean running;

  HaTransport(Wire wire, InetSocketAddress own, int bundleBytes) {
    this.wire = wire;
    TransferQueueBundler queue = new TransferQueueBundler();
    queue.setMaxSize(bundleBytes);
    queue.setCapacity(BUNDLER_QUEUE);
    bundler = queue;
    useVirtualThreads(true);
    setLogDiscardMessages(false);
    setBindAddr(own.getAddress());
    setBindPort(own.getPort());
    setPortRange(0);
  }

  /** Opens when every protocol of the stack was started. */
  CountDownLatch ready() {
    return ready;
  }

  @Override
  public boolean supportsMulticasting() {
    return false;
  }

  @Override
  protected PhysicalAddress getPhysicalAddress() {
    return new IpAddress(bind_addr, bind_port);
  }

  @Override
  protected void handleConnect() {
    running = true;
    ready.countDown();
  }

  @Override
  public void stop() {
    running = false;
    super.stop();
  }

  /** A datagram of the message layer came from a proven session. On the wire's thread. */
  void incoming(Peer from, byte[] data, int offset, int length) {
    if (running) {
      receive(physical(from), data, offset, length);
    }
  }

  /** The peer's process proved itself: discovery and merging may know where it is. */
  void learned(Identity process, Peer peer) {
    addPhysicalAddressToCache(toJGroups(process.address()), physical(peer));
  }

  @Override
  protected void sendTo(Address destination, byte[] data, int offset, int length) {
    if (destination instanceof PhysicalAddress physical) {
      sendUnicast(physical, data, offset, length);
      return;
    }
    UUID address = fromJGroups(destination);
    for (Peer peer : wire.peers().values()) {
      Identity process = peer.identity();
      if (process != null && process.address().equals(address)) {
        wire.send(List.of(peer), Datagram.STACK, data, offset, length);
        return;
      }
    }
  }

  @Override
  protected void sendToAll(byte[] data, int offset, int length) {
    List<Peer> to = new ArrayList<>();
    for (Peer peer : wire.peers().values()) {
      Identity process = peer.identity();
      if (process != null && members.contains(toJGroups(process.address()))) {
        to.add(peer);
      }
    }
    if (!to.isEmpty()) {
      wire.send(to, Datagram.STACK, data, offset, length);
    }
  }

  @Override
  public void sendUnicast(PhysicalAddress destination, byte[] data, int offset, int length) {
    for (Peer peer : wire.peers().values()) {
      if (peer.identity() != null && physical(peer).equals(destination)) {
        wire.send(List.of(peer), Datagram.STACK, data, offset, length);
        return;
      }
    }
  }

  static IpAddress physical(Peer peer) {
    return new IpAddress(peer.links.getFirst());
  }

  static Address toJGroups(UUID address) {
    return new org.jgroups.util.UUID(
        address.getMostSignificantBits(), address.getLeastSignificantBits());
  }

  /** The process's address, or one that nobody has if it is of another kind. */
  static UUID fromJGroups(Address address) {
    return address instanceof org.jgroups.util.UUID uuid
        ? new UUID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits())
        : new UUID(0, 0);
  }
}
