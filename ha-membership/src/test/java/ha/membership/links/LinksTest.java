package ha.membership.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ha.model.NodeName;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that talk to each other, and what they do when one of them or a link goes away. */
@Timeout(120)
class LinksTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Map<String, List<InetSocketAddress>> nodes = new TreeMap<>();

  private List<InetSocketAddress> at(String node) {
    return Objects.requireNonNull(nodes.get(node));
  }

  private void cluster(int size, int links) throws Exception {
    for (int i = 0; i < size; i++) {
      nodes.put(String.valueOf((char) ('a' + i)), TestNode.addresses(i + 1, links));
    }
  }

  private TestNode start(String name) throws LinksException {
    return TestNode.open(TestNode.config("test", name, nodes, TestNode.keys(1))).beating();
  }

  @Test
  void beatsAndMessagesArriveInOrder() throws Exception {
    cluster(2, 2);
    try (TestNode a = start("a");
        TestNode b = start("b")) {
      await().atMost(SOON).until(() -> a.hears("b") && b.hears("a"));
      List<String> sent = IntStream.range(0, 3000).mapToObj(i -> "m" + i).toList();
      for (String text : sent) {
        assertThat(a.send("b", text)).isTrue();
      }
      await().atMost(SOON).until(() -> b.messages.size() == sent.size());
      assertThat(b.texts()).isEqualTo(sent);
    }
  }

  @Test
  void longMessagesArriveIntact() throws Exception {
    cluster(2, 2);
    try (TestNode a = start("a");
        TestNode b = start("b")) {
      await().atMost(SOON).until(() -> a.hears("b") && b.hears("a"));
      Random random = new Random(7);
      for (int size : new int[] {0, 1, 1200, 16 << 10, (16 << 10) + 1, 1 << 20, 16 << 20}) {
        byte[] message = new byte[size];
        random.nextBytes(message);
        await().atMost(SOON).until(() -> a.links.send(new NodeName("b"), message));
        await().atMost(SOON).until(() -> !b.messages.isEmpty());
        assertThat(b.messages.removeFirst().payload).isEqualTo(message);
      }
      byte[] tooLong = new byte[Links.LONGEST_MESSAGE + 1];
      assertThatThrownBy(() -> a.links.send(new NodeName("b"), tooLong))
          .hasMessageContaining("at most");
    }
  }

  @Test
  void aMessageToANodeThatWasNeverHeardIsRefused() throws Exception {
    cluster(2, 1);
    try (TestNode a = start("a")) {
      assertThat(a.send("b", "hello")).isFalse();
      assertThat(a.send("nobody", "hello")).isFalse();
    }
  }

  @Test
  void oneLinkCutLosesNothing() throws Exception {
    cluster(2, 2);
    try (UdpRelay toA = new UdpRelay(at("a").getFirst());
        UdpRelay toB = new UdpRelay(at("b").getFirst())) {
      LinksConfig configA = viaRelay("a", "b", toB);
      LinksConfig configB = viaRelay("b", "a", toA);
      try (TestNode a = TestNode.open(configA).beating();
          TestNode b = TestNode.open(configB).beating()) {
        await().atMost(SOON).until(() -> a.hears("b") && b.hears("a"));
        await().atMost(SOON).until(() -> a.hints(PeerHint.LinkUp.class).size() == 2);
        toA.cut(true);
        toB.cut(true);
        List<String> sent = IntStream.range(0, 500).mapToObj(i -> "m" + i).toList();
        sent.forEach(text -> assertThat(a.send("b", text)).isTrue());
        await().atMost(SOON).until(() -> b.messages.size() == sent.size());
        assertThat(b.texts()).isEqualTo(sent);
        PeerHint.LinkDown down = new PeerHint.LinkDown(new NodeName("b"), 0);
        await().atMost(SOON).until(() -> a.hints.contains(down));
        assertThat(a.links.status()).extracting(LinkStatus::up).containsExactly(false, true);
        int beatsBefore = a.beats.size();
        await().atMost(SOON).until(() -> a.beats.size() > beatsBefore + 3);
        toA.cut(false);
        toB.cut(false);
        await().atMost(SOON).until(() -> a.links.status().stream().allMatch(LinkStatus::up));
        await()
            .atMost(SOON)
            .until(() -> a.links.status().stream().allMatch(s -> s.roundTrip().isPresent()));
      }
    }
  }

  @Test
  void aBadLinkLosesNothing() throws Exception {
    cluster(2, 1);
    try (UdpRelay toA = new UdpRelay(at("a").getFirst());
        UdpRelay toB = new UdpRelay(at("b").getFirst())) {
      toA.lose(0.2);
      toB.lose(0.2);
      try (TestNode a = TestNode.open(only("a", "b", toB)).beating();
          TestNode b = TestNode.open(only("b", "a", toA)).beating()) {
        await().atMost(SOON).until(() -> a.hears("b") && b.hears("a"));
        List<String> sent = IntStream.range(0, 300).mapToObj(i -> "m" + i).toList();
        sent.forEach(text -> assertThat(a.send("b", text)).isTrue());
        byte[] big = new byte[200_000];
        new Random(9).nextBytes(big);
        assertThat(a.links.send(new NodeName("b"), big)).isTrue();
        await().atMost(Duration.ofSeconds(60)).until(() -> b.messages.size() == sent.size() + 1);
        assertThat(b.messages.removeLast().payload).isEqualTo(big);
        assertThat(b.texts()).isEqualTo(sent);
      }
    }
  }

  private LinksConfig viaRelay(String self, String peer, UdpRelay relay) {
    Map<String, List<InetSocketAddress>> seen = new TreeMap<>(nodes);
    seen.put(peer, List.of(relay.address(), at(peer).get(1)));
    return TestNode.config("test", self, seen, TestNode.keys(1));
  }

  @Test
  void aRestartedPeerIsReachedAgainSoon() throws Exception {
    cluster(2, 2);
    try (TestNode a = start("a")) {
      TestNode first = start("b");
      await().atMost(SOON).until(() -> a.hears("b") && first.hears("a"));
      a.send("b", "to the first");
      await().atMost(SOON).until(() -> first.messages.size() == 1);
      first.close();
      a.send("b", "to nobody");
      a.messages.clear();
      long start = System.nanoTime();
      try (TestNode second = start("b")) {
        await().atMost(SOON).until(() -> second.hears("a") && second.send("a", "back"));
        await().atMost(SOON).until(() -> !a.messages.isEmpty());
        await()
            .atMost(SOON)
            .until(() -> a.send("b", "to the second") && !second.messages.isEmpty());
        // usually below half a second; the bound leaves room for a busy machine
        assertThat(millisSince(start)).isLessThan(10_000);
        assertThat(a.texts()).containsExactly("back");
        assertThat(second.texts()).allMatch("to the second"::equals);
        assertThat(a.messages.getFirst().incarnation).isEqualTo(a.beats.getLast().incarnation);
      }
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  @Test
  void eightNodesAtOnce() throws Exception {
    cluster(8, 1);
    List<TestNode> all = nodes.keySet().parallelStream().map(this::startUnchecked).toList();
    try {
      for (TestNode node : all) {
        for (String other : nodes.keySet()) {
          if (!other.equals(node.name.value())) {
            await().atMost(SOON).until(() -> node.hears(other));
            await().atMost(SOON).until(() -> node.send(other, node.name + " to " + other));
          }
        }
      }
      for (TestNode node : all) {
        await().atMost(SOON).until(() -> node.messages.size() == 7);
        assertThat(node.texts()).allMatch(t -> t.endsWith("to " + node.name));
      }
      Duration views = Duration.ofSeconds(60);
      for (TestNode node : all) {
        await().atMost(views).until(() -> largestView(node) == 8);
      }
    } finally {
      all.parallelStream().forEach(TestNode::close);
    }
  }

  private static int largestView(TestNode node) {
    return node.hints(PeerHint.JGroupsView.class).stream()
        .mapToInt(v -> v.members().size())
        .max()
        .orElse(0);
  }

  private TestNode startUnchecked(String name) {
    try {
      return start(name);
    } catch (LinksException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nodesAreAddedAndRemovedAtRuntime() throws Exception {
    cluster(3, 1);
    Map<String, List<InetSocketAddress>> two = new TreeMap<>(nodes);
    two.remove("c");
    try (TestNode a = TestNode.open(TestNode.config("test", "a", two, TestNode.keys(1))).beating();
        TestNode b = start("b");
        TestNode c = start("c")) {
      await().atMost(SOON).until(() -> a.hears("b") && b.hears("c") && c.hears("b"));
      await().atMost(SOON).until(() -> a.links.counters().foreign() > 0);
      assertThat(a.hears("c")).isFalse();
      assertThat(c.hears("a")).isFalse();
      a.links.reconfigure(peers("b", "c"));
      await().atMost(SOON).until(() -> a.hears("c") && c.hears("a"));
      await().atMost(SOON).until(() -> c.send("a", "from c") && !a.messages.isEmpty());
      a.links.reconfigure(peers("b"));
      await().atMost(SOON).until(() -> !a.send("c", "gone"));
      int beats = c.beats.size();
      a.messages.clear();
      await().atMost(SOON).until(() -> c.beats.size() > beats + 10);
      a.links.reconfigure(peers("b", "c"));
      await().atMost(SOON).until(() -> c.send("a", "again") && a.texts().contains("again"));
      await().atMost(SOON).until(() -> a.send("c", "yes") && c.texts().contains("yes"));
    }
  }

  private Map<NodeName, List<InetSocketAddress>> peers(String... names) {
    Map<NodeName, List<InetSocketAddress>> peers = new TreeMap<>();
    for (String name : names) {
      peers.put(new NodeName(name), at(name));
    }
    return peers;
  }

  @Test
  void whatWaitsForASilentPeerIsBoundedAndDropped() throws Exception {
    cluster(2, 1);
    try (UdpRelay toA = new UdpRelay(at("a").getFirst());
        UdpRelay toB = new UdpRelay(at("b").getFirst())) {
      LinksTuning tuning =
          new LinksTuning(1350, Duration.ofSeconds(1), 17 << 20, Duration.ofSeconds(4));
      try (TestNode a = TestNode.open(tuned(only("a", "b", toB), tuning)).beating();
          TestNode b = TestNode.open(tuned(only("b", "a", toA), tuning)).beating()) {
        await().atMost(SOON).until(() -> a.hears("b") && b.hears("a"));
        toA.cut(true);
        toB.cut(true);
        byte[] message = new byte[1 << 20];
        NodeName peer = new NodeName("b");
        int accepted = 0;
        while (a.links.send(peer, message)) {
          accepted++;
        }
        assertThat(accepted).isBetween(16, 18);
        assertThat(a.links.backlog(peer)).isLessThanOrEqualTo(17 << 20);
        assertThat(a.links.unacknowledged(peer)).isLessThan(200);
        await().atMost(SOON).until(() -> a.links.backlog(peer) == 0);
        assertThat(a.links.unacknowledged(peer)).isZero();
        toA.cut(false);
        toB.cut(false);
        b.messages.clear();
        await().atMost(SOON).until(() -> a.send("b", "after") && b.texts().contains("after"));
        await().atMost(SOON).until(() -> b.send("a", "after") && a.texts().contains("after"));
      }
    }
  }

  private LinksConfig only(String self, String peer, UdpRelay relay) {
    Map<String, List<InetSocketAddress>> seen = new TreeMap<>(nodes);
    seen.put(peer, List.of(relay.address()));
    return TestNode.config("test", self, seen, TestNode.keys(1));
  }

  private static LinksConfig tuned(LinksConfig config, LinksTuning tuning) {
    return new LinksConfig(
        config.cluster(),
        config.self(),
        config.incarnation(),
        config.ownLinks(),
        config.peers(),
        config.keys(),
        tuning);
  }

  @Test
  void datagramsFitAnEthernetPath() throws Exception {
    cluster(2, 1);
    try (UdpRelay toB = new UdpRelay(at("b").getFirst())) {
      toB.capture(true);
      try (TestNode a = TestNode.open(only("a", "b", toB)).beating();
          TestNode b = start("b")) {
        byte[] message = new byte[1 << 20];
        await().atMost(SOON).until(() -> a.links.send(new NodeName("b"), message));
        await().atMost(SOON).until(() -> !b.messages.isEmpty());
        int most = 1350 + Datagram.SHORTEST + 10;
        assertThat(toB.captured()).hasSizeGreaterThan(700).allMatch(p -> p.getLength() <= most);
        assertThat(most + 40 + 8).isLessThan(1500);
      }
    }
  }

  @Test
  void linksMayBeIpv6() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("::1");
    Assumptions.assumeTrue(
        NetworkInterface.getByInetAddress(loopback) != null, "this machine has no IPv6 loopback");
    for (String name : List.of("a", "b")) {
      try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
        nodes.put(name, List.of(new InetSocketAddress(loopback, free.getLocalPort())));
      }
    }
    try (TestNode a = start("a");
        TestNode b = start("b")) {
      await().atMost(SOON).until(() -> a.hears("b") && b.hears("a"));
      await().atMost(SOON).until(() -> a.send("b", "six") && !b.messages.isEmpty());
      await().atMost(SOON).until(() -> largestView(b) == 2);
    }
  }

  @Test
  void aPortInUseIsSaid() throws Exception {
    cluster(2, 1);
    try (TestNode a = start("a")) {
      assertThatThrownBy(() -> start("a"))
          .isInstanceOf(LinksException.class)
          .hasMessageContaining("is the daemon running already")
          .hasMessageContaining(String.valueOf(at("a").getFirst().getPort()));
      assertThat(a.links.status()).hasSize(1);
    }
  }
}
