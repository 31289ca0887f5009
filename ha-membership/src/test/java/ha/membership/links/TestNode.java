package ha.membership.links;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A node in this JVM that records what it hears and beats by itself if told to. */
final class TestNode implements AutoCloseable, LinksListener {
  /** Something that came, and of whom. */
  static final class Heard {
    final NodeName from;
    final Incarnation incarnation;
    final byte[] payload;

    Heard(NodeName from, Incarnation incarnation, byte[] payload) {
      this.from = from;
      this.incarnation = incarnation;
      this.payload = payload;
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  static final ThreadFactory THREADS = Thread.ofPlatform().daemon().name("links").factory();

  private static final AtomicLong INCARNATIONS = new AtomicLong(1000);

  final NodeName name;
  final List<Heard> beats = new CopyOnWriteArrayList<>();
  final List<Heard> messages = new CopyOnWriteArrayList<>();
  final List<PeerHint> hints = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService beater = Executors.newSingleThreadScheduledExecutor();
  final Links links;

  private TestNode(LinksConfig config) throws LinksException {
    name = config.self();
    links = Links.open(config, THREADS, this);
  }

  static TestNode open(LinksConfig config) throws LinksException {
    return new TestNode(config);
  }

  static Incarnation nextIncarnation() {
    return new Incarnation(INCARNATIONS.incrementAndGet());
  }

  TestNode beating() {
    var _ =
        beater.scheduleAtFixedRate(
            () -> links.beat("beat".getBytes(StandardCharsets.UTF_8)),
            0,
            100,
            TimeUnit.MILLISECONDS);
    return this;
  }

  boolean send(String to, String text) {
    return links.send(new NodeName(to), text.getBytes(StandardCharsets.UTF_8));
  }

  List<String> texts() {
    return messages.stream().map(Heard::text).toList();
  }

  boolean hears(String peer) {
    return beats.stream().anyMatch(b -> b.from.value().equals(peer));
  }

  <H extends PeerHint> List<H> hints(Class<H> kind) {
    return hints.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public void beat(NodeName from, Incarnation incarnation, byte[] payload) {
    beats.add(new Heard(from, incarnation, payload));
  }

  @Override
  public void message(NodeName from, Incarnation incarnation, byte[] payload) {
    messages.add(new Heard(from, incarnation, payload));
  }

  @Override
  public void hint(PeerHint hint) {
    hints.add(hint);
  }

  @Override
  public void close() {
    beater.shutdownNow();
    links.close();
  }

  /** Addresses of one node: loopback 127.0.0.{@code host}, one free port per link. */
  static List<InetSocketAddress> addresses(int host, int links) throws IOException {
    List<DatagramChannel> held = new ArrayList<>();
    List<InetSocketAddress> result = new ArrayList<>();
    try {
      for (int link = 0; link < links; link++) {
        InetAddress address =
            InetAddress.getByAddress(new byte[] {127, 0, (byte) (10 + link), (byte) host});
        DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(address, 0));
        held.add(channel);
        result.add((InetSocketAddress) channel.getLocalAddress());
      }
    } finally {
      for (DatagramChannel channel : held) {
        channel.close();
      }
    }
    return result;
  }

  static KeyRing keys(int seed) {
    return KeyRing.of(secret(seed));
  }

  static byte[] secret(int seed) {
    byte[] secret = new byte[32];
    new Random(seed).nextBytes(secret);
    return secret;
  }

  /** Configuration of {@code self} in a cluster of these nodes. */
  static LinksConfig config(
      String cluster, String self, Map<String, List<InetSocketAddress>> all, KeyRing keys) {
    SortedMap<NodeName, List<InetSocketAddress>> peers = new TreeMap<>();
    all.forEach((name, links) -> peers.put(new NodeName(name), links));
    List<InetSocketAddress> own = Objects.requireNonNull(peers.remove(new NodeName(self)));
    return new LinksConfig(cluster, new NodeName(self), nextIncarnation(), own, peers, keys);
  }
}
