package ha.membership.links;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.logging.CustomLogFactory;
import org.jgroups.logging.Log;
import org.jgroups.logging.LogFactory;
import org.jgroups.logging.Slf4jLogImpl;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.IpAddress;
import org.jgroups.stack.Protocol;
import org.jgroups.util.NameCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JGroups channel on top of the wire. Unicasts are reliable to every process that proved
 * itself, in the view or not: connections never expire by themselves, and there is no flow control
 * by view; {@link Outbox} bounds what is on its way.
 */
final class Stack implements AutoCloseable {
  /** What comes out of the channel, on JGroups' threads. */
  interface Events {
    /** A payload; the array is used again after the call. */
    void received(UUID from, byte[] array, int offset, int length);

    void view(List<UUID> members);

    void suspected(UUID member);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Stack.class);

  /** Clusters are told apart by the wire; a short name here saves bytes in every message. */
  private static final String CHANNEL = "ha";

  /** What JGroups puts around a fragment, with room to spare. */
  private static final int FRAGMENT_OVERHEAD = 150;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration JOINING = Duration.ofMillis(50);
  private static final Duration LEAVE = Duration.ofSeconds(2);

  static {
    LogFactory.setCustomLogFactory(new Slf4j());
  }

  private final HaTransport transport;
  private final TCPPING discovery = new TCPPING();
  private final UNICAST3 unicast = new UNICAST3();
  private final FRAG4 fragmentation = new FRAG4();
  private final JChannel channel;
  private final InetSocketAddress own;
  private final Thread connector;

  Stack(LinksConfig config, Wire wire, Identity self, Events events) throws LinksException {
    own = config.ownLinks().getFirst();
    int bundle = config.tuning().bundleBytes();
    transport = new HaTransport(wire, own, bundle);
    discover(config.peers().values());
    try {
      channel = new JChannel(protocols(events, bundle));
      channel.addAddressGenerator(() -> HaTransport.toJGroups(self.address()));
      channel.setName(self.name().value());
      channel.setDiscardOwnMessages(true);
      channel.setReceiver(new Incoming(events));
    } catch (Exception e) {
      throw new LinksException("cannot set up JGroups: " + e.getMessage(), e);
    }
    connector = Thread.ofVirtual().name("links-connect").unstarted(this::connect);
  }

  /**
   * Order and numbers as measured: four discovery runs avoid needless merges at a common start, and
   * a joiner tries for ever instead of going alone after a while.
   */
  private List<Protocol> protocols(Events events, int bundle) {
    discovery.setPortRange(0);
    discovery.numDiscoveryRuns(4);
    discovery.asyncDiscovery(true);
    unicast.setXmitInterval(100).setMaxRetransmitTime(0);
    unicast.setConnExpiryTimeout(0).setConnCloseTimeout(0);
    fragmentation.setFragSize(bundle - FRAGMENT_OVERHEAD);
    return List.of(
        transport,
        discovery,
        new MERGE3().setMinInterval(1000).setMaxInterval(3000),
        new FD_ALL3().setTimeout(2000).setInterval(500),
        new VERIFY_SUSPECT2().setTimeout(200),
        new SuspectTap(events::suspected),
        new NAKACK2().useMcastXmit(false).setXmitInterval(500),
        unicast,
        new STABLE().setDesiredAverageGossip(20_000).setMaxBytes(1_000_000),
        new GMS()
            .setJoinTimeout(2000)
            .setMaxJoinAttempts(0)
            .setViewAckCollectionTimeout(1000)
            .setMergeTimeout(3000)
            .setLeaveTimeout(500)
            .printLocalAddress(false),
        fragmentation);
  }

  /** Starts the protocols; joining the others goes on in the background. */
  void start() throws LinksException {
    connector.start();
    try {
      if (!transport.ready().await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LinksException("JGroups did not start within " + PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinksException("interrupted while JGroups started", e);
    }
  }

  private void connect() {
    try {
      channel.connect(CHANNEL);
    } catch (Exception e) {
      LOG.debug("joining the JGroups view ended", e);
    }
  }

  /** Sends, reliably and in order; returns at once. */
  void send(UUID to, byte[] payload) {
    channel.down(new BytesMessage(HaTransport.toJGroups(to), payload));
  }

  void incoming(Peer from, byte[] data, int offset, int length) {
    transport.incoming(from, data, offset, length);
  }

  void learned(Identity process, Peer peer) {
    transport.learned(process, peer);
  }

  void discover(Collection<List<InetSocketAddress>> peers) {
    List<PhysicalAddress> hosts = new ArrayList<>();
    hosts.add(new IpAddress(own));
    peers.forEach(links -> hosts.add(new IpAddress(links.getFirst())));
    discovery.setInitialHosts2(List.copyOf(hosts));
  }

  /** Drops all that is kept for a process that is no more. */
  void forget(UUID process) {
    Address address = HaTransport.toJGroups(process);
    unicast.removeSendConnection(address);
    unicast.removeReceiveConnection(address);
    fragmentation.clearFragmentsFor(address);
    NameCache.remove(address);
  }

  /** Messages that JGroups keeps for a process because they are not acknowledged. */
  int unacknowledged(UUID process) {
    return unicast.getNumUnackedMessages(HaTransport.toJGroups(process));
  }

  @Override
  public void close() {
    connector.interrupt();
    Thread closer = Thread.ofPlatform().daemon().name("links-close").start(channel::close);
    try {
      // while it still looks for others there is nothing to leave; it ends in the background
      boolean joined = connector.join(JOINING);
      if (!closer.join(joined ? LEAVE : JOINING)) {
        LOG.debug("JGroups goes on closing in the background");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Incoming(Events events) implements Receiver {
    @Override
    public void receive(Message message) {
      if (message.hasArray()) {
        events.received(
            HaTransport.fromJGroups(message.getSrc()),
            message.getArray(),
            message.getOffset(),
            message.getLength());
      }
    }

    @Override
    public void viewAccepted(View view) {
      events.view(view.getMembers().stream().map(HaTransport::fromJGroups).toList());
    }
  }

  /** JGroups logs through SLF4J, whatever else is on the class path. */
  private static final class Slf4j implements CustomLogFactory {
    @Override
    @SuppressWarnings("rawtypes") // JGroups' signature
    public Log getLog(Class type) {
      return new Slf4jLogImpl(type);
    }

    @Override
    public Log getLog(String category) {
      return new Slf4jLogImpl(category);
    }
  }
}
