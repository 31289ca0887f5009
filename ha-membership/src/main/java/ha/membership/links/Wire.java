package ha.membership.links;

import ha.model.NodeName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single datagrams between nodes over every link. One thread reads all sockets, judges what comes,
 * keeps the sessions, measures the links; it alone changes peers and sessions. Any thread may send.
 */
final class Wire implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
  private static final long TICK_NANOS = Duration.ofMillis(200).toNanos();
  private static final int TICKS_PER_SECOND = 5;
  private static final int DATAGRAMS_PER_TURN = 64;

  private final LinksConfig config;
  private final Identity self;
  private final WireEvents events;
  private final Selector selector;
  private final Sender sender;
  private final Reception reception;
  private final List<OwnLink> ownLinks = new ArrayList<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final SecureRandom random = new SecureRandom();
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(Datagram.LONGEST + 1);
  private final byte[] datagram = new byte[Datagram.LONGEST + 1];
  private final Thread thread;
  private volatile SortedMap<NodeName, Peer> peers = Collections.emptySortedMap();
  private volatile boolean closed;
  private long ticks;

  private Wire(LinksConfig config, Identity self, ThreadFactory threads, WireEvents events)
      throws LinksException {
    this.config = config;
    this.self = self;
    this.events = events;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new LinksException("cannot open a selector: " + e.getMessage(), e);
    }
    sender = new Sender(config.keys(), Datagram.clusterTag(config.cluster()), selector::wakeup);
    reception = new Reception(this, events, config, self);
    thread = threads.newThread(this::run);
  }

  /** Binds the links; nothing is read before {@link #start}. */
  static Wire open(LinksConfig config, Identity self, ThreadFactory threads, WireEvents events)
      throws LinksException {
    Wire wire = new Wire(config, self, threads, events);
    try {
      wire.bind();
    } catch (LinksException e) {
      wire.release();
      throw e;
    }
    wire.setPeers(config.peers());
    return wire;
  }

  private void bind() throws LinksException {
    List<InetSocketAddress> missing = new ArrayList<>();
    for (InetSocketAddress address : config.ownLinks()) {
      OwnLink link = new OwnLink(ownLinks.size(), address);
      ownLinks.add(link);
      if (!link.ensureOpen(selector, reader(link))) {
        missing.add(address);
      }
    }
    if (missing.size() == ownLinks.size()) {
      throw new LinksException(
          "this machine has none of the addresses of node "
              + config.self()
              + ": "
              + missing
              + "; set up the network, or correct the node's links");
    }
    for (InetSocketAddress address : missing) {
      LOG.warn("this machine has no address {} now; going on without that link", address);
    }
  }

  void start() {
    thread.start();
  }

  Sender sender() {
    return sender;
  }

  Reception reception() {
    return reception;
  }

  SortedMap<NodeName, Peer> peers() {
    return peers;
  }

  LinksCounters counters() {
    return reception.counters();
  }

  List<LinkStatus> status() {
    long now = System.nanoTime();
    return peers.values().stream().flatMap(p -> p.lanes.stream()).map(l -> l.status(now)).toList();
  }

  /** Runs something on the wire's thread. */
  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  void reconfigure(Map<NodeName, List<InetSocketAddress>> wanted) {
    execute(() -> setPeers(wanted));
  }

  void rekey(KeyRing keys) {
    execute(() -> {
      reception.keys(keys);
      sender.renew(keys.sealing());
      greet(System.nanoTime());
    });
  }

  /** To every lane of every peer that ever proved to be alive. */
  void broadcast(byte type, byte[] body, int offset, int length) {
    sender.send(type, body, offset, length, peers.values());
  }

  void send(Collection<Peer> to, byte type, byte[] body, int offset, int length) {
    if (length <= Datagram.LONGEST_BODY) {
      sender.send(type, body, offset, length, to);
    } else {
      LOG.warn("dropped a datagram of {} bytes; {} fit", length, Datagram.LONGEST_BODY);
    }
  }

  /** Tells the peer who we are, with its challenge and ours. On the wire's thread. */
  void hello(Peer peer, long now) {
    Hello hello = peer.hello(config.cluster(), self, sender.salt(), now);
    sender.send(Datagram.HELLO, hello.encode(), peer);
  }

  /** Something authentic and new came from the peer. On the wire's thread. */
  void heard(Peer peer, int link, long now) {
    peer.heard(now);
    Lane lane = peer.lane(link);
    if (lane != null && lane.heard(now)) {
      events.hint(new PeerHint.LinkUp(peer.name, link));
    }
  }

  private void setPeers(Map<NodeName, List<InetSocketAddress>> wanted) {
    SortedMap<NodeName, Peer> old = peers;
    SortedMap<NodeName, Peer> now = new TreeMap<>();
    wanted.forEach((name, links) -> {
      Peer peer = old.get(name);
      boolean same = peer != null && peer.links.equals(links);
      now.put(name, same ? peer : new Peer(name, config.ownLinks(), links));
    });
    peers = Collections.unmodifiableSortedMap(now);
    for (Peer peer : old.values()) {
      if (now.get(peer.name) != peer) {
        reception.forget(peer);
        peer.close();
      }
    }
    openLanes();
    greet(System.nanoTime());
  }

  private void openLanes() {
    for (Peer peer : peers.values()) {
      for (Lane lane : peer.lanes) {
        lane.ensureOpen(selector, answers(peer, lane));
      }
    }
  }

  private void run() {
    long nextTick = System.nanoTime();
    while (!closed) {
      try {
        long now = System.nanoTime();
        if (now - nextTick >= 0) {
          tick(now);
          nextTick = now + TICK_NANOS;
        }
        long wait = Math.min(nextTick - now, watchProcesses(now));
        selector.select(this::ready, Math.max(1, wait / 1_000_000 + 1));
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      } catch (IOException | RuntimeException e) {
        LOG.error("the links go on after an error that should not happen", e);
      } catch (Error e) {
        LOG.error("the links end; this node is not heard any more", e);
        throw e;
      }
    }
    release();
  }

  private void ready(SelectionKey key) {
    if (key.attachment() instanceof Runnable reader) {
      reader.run();
    }
  }

  private Runnable reader(OwnLink link) {
    return () -> {
      for (int i = 0; i < DATAGRAMS_PER_TURN; i++) {
        if (!readOne(link)) {
          return;
        }
      }
    };
  }

  private boolean readOne(OwnLink link) {
    DatagramChannel channel = link.channel();
    if (channel == null) {
      return false;
    }
    try {
      incoming.clear();
      SocketAddress source = channel.receive(incoming);
      if (!(source instanceof InetSocketAddress from)) {
        return false;
      }
      incoming.flip();
      judge(link, from);
      return true;
    } catch (IOException e) {
      LOG.debug("link {}: {}", link.index, e.toString());
      return false;
    }
  }

  private void judge(OwnLink link, InetSocketAddress source) {
    int length = incoming.remaining();
    incoming.get(datagram, 0, length);
    try {
      reception.take(link, source, datagram, length, System.nanoTime());
    } catch (RuntimeException e) {
      LOG.error("a datagram made the links stumble; it was dropped", e);
    }
  }

  private Runnable answers(Peer peer, Lane lane) {
    return () -> {
      try {
        for (int i = 0; i < DATAGRAMS_PER_TURN && lane.receive(incoming); i++) {
          judge(ownLinks.get(lane.link), lane.remote);
        }
      } catch (PortUnreachableException e) {
        peer.unreachable(lane);
      }
    };
  }

  /**
   * Asks peers whose port seems closed again, and reports those that are gone.
   *
   * @return nanoseconds until there is something to do again
   */
  private long watchProcesses(long now) {
    long wait = TICK_NANOS;
    for (Peer peer : peers.values()) {
      if (peer.session() != null && !peer.reportedGone && peer.gone.gone(now)) {
        peer.reportedGone = true;
        reportGone(peer);
      }
      long until = peer.gone.untilProbe(now);
      if (until <= 0) {
        peer.gone.probed();
        if (peer.session() != null) {
          ping(peer, now);
        }
        until = peer.gone.untilProbe(now);
      }
      wait = Math.min(wait, Math.max(0, until));
    }
    return wait;
  }

  private void reportGone(Peer peer) {
    Identity who = peer.identity();
    if (who != null) {
      LOG.info("node {}: its host says that the daemon's port is closed", peer.name);
      events.hint(new PeerHint.ProcessGone(peer.name, who.incarnation()));
    }
  }

  private void tick(long now) {
    boolean second = ticks++ % TICKS_PER_SECOND == 0;
    if (second) {
      reopen();
    }
    greet(now);
    long timeout = config.tuning().linkTimeout().toNanos();
    for (Peer peer : peers.values()) {
      for (Lane lane : peer.lanes) {
        if (lane.expired(now, timeout)) {
          events.hint(new PeerHint.LinkDown(peer.name, lane.link));
        }
      }
      if (second && peer.session() != null) {
        ping(peer, now);
      }
    }
    events.tick(now);
  }

  private void reopen() {
    for (OwnLink link : ownLinks) {
      try {
        link.ensureOpen(selector, reader(link));
      } catch (LinksException e) {
        LOG.warn("{}", e.getMessage());
      }
    }
    openLanes();
  }

  /** Says hello to those that we do not know, or that do not know us. */
  private void greet(long now) {
    Salt ours = sender.salt();
    for (Peer peer : peers.values()) {
      if (peer.session() == null || !peer.knows(ours)) {
        hello(peer, now);
      }
    }
  }

  private void ping(Peer peer, long now) {
    for (Lane lane : peer.lanes) {
      long id = random.nextLong();
      byte[] body = new byte[Long.BYTES];
      Bytes.putLong(body, 0, id);
      lane.pinged(id, now);
      sender.send(Datagram.PING, body, peer, lane);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (thread.getState() == Thread.State.NEW) {
      release();
      return;
    }
    selector.wakeup();
    boolean interrupted = false;
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void release() {
    ownLinks.forEach(OwnLink::close);
    peers.values().forEach(Peer::close);
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("selector: {}", e.toString());
    }
  }
}
