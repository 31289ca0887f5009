package ha.membership.links;

import ha.model.NodeName;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's connection to the others. Any thread may call any method; none blocks on the network
 * but {@link #open} and {@link #close}.
 */
public final class Links implements AutoCloseable {
  /** Most bytes of one message. */
  public static final int LONGEST_MESSAGE = 16 << 20;

  /** Most bytes of one beat; more than about 1400 travel in fragments. */
  public static final int LONGEST_BEAT = 16 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  private final LinksConfig config;
  private final LinksListener listener;
  private final Identity self;
  private final Wire wire;
  private final Stack stack;
  private final Map<NodeName, PeerStream> streams = new ConcurrentHashMap<>();
  private final AtomicInteger epochs = new AtomicInteger();

  private Links(LinksConfig config, ThreadFactory threads, LinksListener listener)
      throws LinksException {
    this.config = config;
    this.listener = listener;
    this.self = new Identity(config.self(), config.incarnation(), UUID.randomUUID());
    this.wire = Wire.open(config, self, threads, new FromWire());
    try {
      this.stack = new Stack(config, wire, self, new FromStack());
    } catch (LinksException e) {
      wire.close();
      throw e;
    }
  }

  /**
   * Binds the links and begins to look for the peers; returns when messages can be sent.
   *
   * @param threads makes the one thread that speaks and listens; others wait for what it says
   * @throws LinksException if no link can be bound, or another process holds one
   */
  public static Links open(LinksConfig config, ThreadFactory threads, LinksListener listener)
      throws LinksException {
    SerialGuard.install();
    Links links = new Links(config, threads, listener);
    links.wire.start();
    try {
      links.stack.start();
    } catch (LinksException e) {
      links.close();
      throw e;
    }
    return links;
  }

  /**
   * Sends a beat to every configured peer over every link: one datagram each, unreliable, at once,
   * whatever JGroups believes.
   *
   * @throws IllegalArgumentException if it is longer than {@link #LONGEST_BEAT}
   */
  public void beat(byte[] payload) {
    if (payload.length > LONGEST_BEAT) {
      throw new IllegalArgumentException(
          "beat has " + payload.length + " bytes; at most " + LONGEST_BEAT + " are allowed");
    }
    wire.broadcast(Datagram.BEAT, payload, 0, payload.length);
  }

  /**
   * Sends a message. While both processes live and hear each other it arrives once, after all
   * messages accepted before it. It is lost with either process, and when the peer is silent for
   * longer than {@link LinksTuning#forget}. The caller leaves the array alone from now on.
   *
   * @return whether it was accepted; if not, nothing was heard of that node yet, or too much waits
   *     for it already
   * @throws IllegalArgumentException if it is longer than {@link #LONGEST_MESSAGE}
   */
  public boolean send(NodeName to, byte[] payload) {
    if (payload.length > LONGEST_MESSAGE) {
      throw new IllegalArgumentException(
          "message has " + payload.length + " bytes; at most " + LONGEST_MESSAGE + " are allowed");
    }
    PeerStream stream = streams.get(to);
    return stream != null && stream.send(payload);
  }

  /**
   * Replaces the peers. Connections to those whose links stay the same are not touched.
   *
   * @throws IllegalArgumentException if a peer has no usable links or is this node itself
   */
  public void reconfigure(Map<NodeName, List<InetSocketAddress>> peers) {
    SortedMap<NodeName, List<InetSocketAddress>> checked = new TreeMap<>();
    peers.forEach(
        (name, links) -> checked.put(name, LinksConfig.checkPeer(config.self(), name, links)));
    stack.discover(checked.values());
    wire.reconfigure(checked);
    wire.execute(
        () -> streams.keySet().stream().filter(n -> !checked.containsKey(n)).forEach(this::end));
  }

  /** Changes the keys: seals with the first of the new ring from now on, opens with all of it. */
  public void rekey(KeyRing keys) {
    wire.rekey(keys);
  }

  /** How every link to every configured peer does, by name and link. */
  public List<LinkStatus> status() {
    return wire.status();
  }

  /** What became of the datagrams that came in. */
  public LinksCounters counters() {
    return wire.counters();
  }

  /** Bytes of messages that wait for a peer. */
  public long backlog(NodeName peer) {
    PeerStream stream = streams.get(peer);
    return stream == null ? 0 : stream.backlog();
  }

  /** Leaves and closes; takes at most a few seconds. */
  @Override
  public void close() {
    stack.close();
    wire.close();
  }

  /** Messages that JGroups itself keeps for a peer. */
  int unacknowledged(NodeName peer) {
    PeerStream stream = streams.get(peer);
    return stream == null ? 0 : stack.unacknowledged(stream.process.address());
  }

  private void end(NodeName name) {
    PeerStream stream = streams.remove(name);
    if (stream != null) {
      stack.forget(stream.process.address());
    }
  }

  private Optional<NodeName> nameOf(UUID address) {
    if (address.equals(self.address())) {
      return Optional.of(self.name());
    }
    return streams.values().stream()
        .map(s -> s.process)
        .filter(p -> p.address().equals(address))
        .map(Identity::name)
        .findFirst();
  }

  private void safely(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      LOG.error("the listener of the links failed", e);
    }
  }

  private final class FromWire implements WireEvents {
    @Override
    public void beat(Identity from, byte[] payload) {
      safely(() -> listener.beat(from.name(), from.incarnation(), payload));
    }

    @Override
    public void stack(Peer from, byte[] data, int offset, int length) {
      stack.incoming(from, data, offset, length);
    }

    @Override
    public void proven(Identity process) {
      PeerStream known = streams.get(process.name());
      Peer peer = wire.peers().get(process.name());
      if (peer != null) {
        stack.learned(process, peer);
      }
      if (known != null && known.process.equals(process)) {
        return;
      }
      end(process.name());
      LOG.info("node {}: incarnation {} is there", process.name(), process.incarnation());
      PeerStream stream =
          new PeerStream(
              process,
              frame -> stack.send(process.address(), frame),
              message ->
                  safely(() -> listener.message(process.name(), process.incarnation(), message)),
              epochs::incrementAndGet,
              config.tuning());
      streams.put(process.name(), stream);
    }

    @Override
    public void hint(PeerHint hint) {
      safely(() -> listener.hint(hint));
    }

    @Override
    public void tick(long nowNanos) {
      for (PeerStream stream : streams.values()) {
        Peer peer = wire.peers().get(stream.process.name());
        if (peer != null && stream.tick(nowNanos, peer.heardNanos())) {
          stack.forget(stream.process.address());
        }
      }
    }
  }

  private final class FromStack implements Stack.Events {
    @Override
    public void received(UUID from, byte[] array, int offset, int length) {
      nameOf(from)
          .map(streams::get)
          .filter(Objects::nonNull)
          .ifPresent(s -> Frame.decode(array, offset, length).ifPresent(s::received));
    }

    @Override
    public void view(List<UUID> members) {
      List<NodeName> names =
          members.stream().map(Links.this::nameOf).flatMap(Optional::stream).toList();
      safely(() -> listener.hint(new PeerHint.JGroupsView(names)));
    }

    @Override
    public void suspected(UUID member) {
      nameOf(member)
          .ifPresent(name -> safely(() -> listener.hint(new PeerHint.JGroupsSuspects(name))));
    }
  }
}
