package ha.membership.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams that must not get through, and what is said about them. */
@Timeout(120)
class LinksSecurityTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Map<String, List<InetSocketAddress>> nodes = new TreeMap<>();

  private List<InetSocketAddress> at(String node) {
    return Objects.requireNonNull(nodes.get(node));
  }

  private void cluster(int size) throws Exception {
    for (int i = 0; i < size; i++) {
      nodes.put(String.valueOf((char) ('a' + i)), TestNode.addresses(i + 1, 1));
    }
  }

  private LinksConfig config(String cluster, String self, KeyRing keys) {
    return TestNode.config(cluster, self, nodes, keys);
  }

  @Test
  void aWrongKeyIsToldOnBothSides() throws Exception {
    cluster(2);
    try (TestNode a = TestNode.open(config("test", "a", TestNode.keys(1))).beating();
        TestNode b = TestNode.open(config("test", "b", TestNode.keys(2))).beating()) {
      await().atMost(SOON).until(() -> !a.hints(PeerHint.WrongKey.class).isEmpty());
      await().atMost(SOON).until(() -> !b.hints(PeerHint.WrongKey.class).isEmpty());
      await().atMost(SOON).until(() -> a.links.counters().unknownKey() > 20);
      assertThat(a.hints(PeerHint.WrongKey.class)).hasSize(1);
      assertThat(a.hints(PeerHint.WrongKey.class).getFirst().address().getAddress())
          .isEqualTo(at("b").getFirst().getAddress());
      assertThat(a.beats).isEmpty();
      assertThat(b.beats).isEmpty();
    }
  }

  @Test
  void aWrongClusterIsToldOnBothSides() throws Exception {
    cluster(2);
    try (TestNode a = TestNode.open(config("one", "a", TestNode.keys(1))).beating();
        TestNode b = TestNode.open(config("two", "b", TestNode.keys(1))).beating()) {
      await().atMost(SOON).until(() -> !a.hints(PeerHint.WrongCluster.class).isEmpty());
      await().atMost(SOON).until(() -> !b.hints(PeerHint.WrongCluster.class).isEmpty());
      assertThat(a.hints(PeerHint.WrongCluster.class).getFirst().cluster()).isEqualTo("two");
      assertThat(b.hints(PeerHint.WrongCluster.class).getFirst().cluster()).isEqualTo("one");
      assertThat(a.beats).isEmpty();
    }
  }

  @Test
  void twoNodesThatClaimOneNameBothLearnOfIt() throws Exception {
    cluster(2);
    Map<String, List<InetSocketAddress>> swapped = new TreeMap<>();
    swapped.put("a", at("b"));
    swapped.put("b", at("a"));
    try (TestNode right = TestNode.open(config("test", "a", TestNode.keys(1))).beating();
        TestNode wrong =
            TestNode.open(TestNode.config("test", "a", swapped, TestNode.keys(1))).beating()) {
      await().atMost(SOON).until(() -> !right.hints(PeerHint.DuplicateName.class).isEmpty());
      await().atMost(SOON).until(() -> !wrong.hints(PeerHint.DuplicateName.class).isEmpty());
      assertThat(right.beats).isEmpty();
      assertThat(right.hints(PeerHint.DuplicateName.class).getFirst().name()).isEqualTo(right.name);
    }
  }

  @Test
  void twoLivingPeersOfOneNameAreToldByAThird() throws Exception {
    cluster(3);
    try (UdpRelay toBoth = new UdpRelay(at("b").getFirst(), at("c").getFirst())) {
      Map<String, List<InetSocketAddress>> seen = new TreeMap<>();
      seen.put("a", at("a"));
      seen.put("b", List.of(toBoth.address()));
      Map<String, List<InetSocketAddress>> other = new TreeMap<>();
      other.put("a", at("a"));
      other.put("b", at("c"));
      KeyRing keys = TestNode.keys(1);
      try (TestNode a = TestNode.open(TestNode.config("test", "a", seen, keys)).beating();
          TestNode b = TestNode.open(config("test", "b", keys)).beating();
          TestNode c = TestNode.open(TestNode.config("test", "b", other, keys)).beating()) {
        await().atMost(SOON).until(() -> !a.hints(PeerHint.DuplicateName.class).isEmpty());
        assertThat(a.hints(PeerHint.DuplicateName.class).getFirst().name()).isEqualTo(b.name);
        assertThat(c.name).isEqualTo(b.name);
      }
    }
  }

  @Test
  void replaysOfALivingSessionAreDropped() throws Exception {
    cluster(2);
    try (UdpRelay toB = new UdpRelay(at("b").getFirst())) {
      Map<String, List<InetSocketAddress>> seen = new TreeMap<>(nodes);
      seen.put("b", List.of(toB.address()));
      KeyRing keys = TestNode.keys(1);
      try (TestNode a = TestNode.open(TestNode.config("test", "a", seen, keys));
          TestNode b = TestNode.open(config("test", "b", keys))) {
        await().atMost(SOON).until(() -> a.send("b", "ready") && !b.messages.isEmpty());
        b.messages.clear();
        toB.capture(true);
        for (int i = 0; i < 20; i++) {
          a.links.beat(new byte[] {(byte) i});
          a.send("b", "m" + i);
        }
        await().atMost(SOON).until(() -> b.beats.size() == 20 && b.messages.size() >= 20);
        toB.capture(false);
        int messages = b.messages.size();
        long copies = b.links.counters().copies();
        int captured = toB.captured().size();
        toB.replay();
        await().atMost(SOON).until(() -> b.links.counters().copies() >= copies + captured);
        assertThat(b.beats).hasSize(20);
        assertThat(b.messages).hasSize(messages);
      }
    }
  }

  @Test
  void replaysOfADeadSessionAreDropped() throws Exception {
    cluster(2);
    try (UdpRelay toB = new UdpRelay(at("b").getFirst())) {
      toB.capture(true);
      Map<String, List<InetSocketAddress>> seen = new TreeMap<>(nodes);
      seen.put("b", List.of(toB.address()));
      KeyRing keys = TestNode.keys(1);
      TestNode dead = TestNode.open(TestNode.config("test", "a", seen, keys)).beating();
      try (TestNode first = TestNode.open(config("test", "b", keys)).beating()) {
        await().atMost(SOON).until(() -> dead.send("b", "x") && first.messages.size() > 3);
        await().atMost(SOON).until(() -> first.beats.size() > 5);
      }
      dead.close();
      toB.capture(false);
      // b was started anew and knows nothing of what it heard before
      try (TestNode b = TestNode.open(config("test", "b", keys)).beating()) {
        toB.replay();
        await().atMost(SOON).until(() -> b.links.counters().unproven() >= 20);
        assertThat(b.beats).isEmpty();
        assertThat(b.messages).isEmpty();
        assertThat(b.links.status()).allMatch(s -> s.silence().isEmpty());
        // nor do they keep out the living
        try (TestNode a = TestNode.open(TestNode.config("test", "a", seen, keys)).beating()) {
          toB.replay();
          await().atMost(SOON).until(() -> b.hears("a") && a.hears("b"));
          await().atMost(SOON).until(() -> a.send("b", "alive") && !b.messages.isEmpty());
          toB.replay();
          assertThat(b.texts()).allMatch("alive"::equals);
          assertThat(b.beats).allMatch(h -> h.incarnation.equals(b.beats.getLast().incarnation));
        }
      }
    }
  }

  @Test
  void keysAreChangedWithoutALoss() throws Exception {
    cluster(2);
    byte[] old = TestNode.secret(1);
    byte[] fresh = TestNode.secret(2);
    try (TestNode a = TestNode.open(config("test", "a", KeyRing.of(old))).beating();
        TestNode b = TestNode.open(config("test", "b", KeyRing.of(old))).beating()) {
      await().atMost(SOON).until(() -> a.hears("b") && b.hears("a"));
      List<String> sent = new ArrayList<>();
      for (KeyRing ring :
          List.of(KeyRing.of(old, fresh), KeyRing.of(fresh, old), KeyRing.of(fresh))) {
        for (TestNode node : List.of(a, b)) {
          node.links.rekey(ring);
          sent.add("m" + sent.size());
          assertThat(a.send("b", sent.getLast())).isTrue();
          await().atMost(SOON).until(() -> b.messages.size() == sent.size());
          int beats = a.beats.size();
          await().atMost(SOON).until(() -> a.beats.size() > beats + 2);
        }
      }
      assertThat(b.texts()).isEqualTo(sent);
      assertThat(a.hints(PeerHint.WrongKey.class)).isEmpty();
    }
  }

  @Test
  void objectsAreNotDeserialized() throws Exception {
    cluster(1);
    try (TestNode a = TestNode.open(config("test", "a", TestNode.keys(1)))) {
      assertThat(a.links.status()).isEmpty();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(new ArrayList<>(List.of("gadget")));
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThatThrownBy(in::readObject).isInstanceOf(InvalidClassException.class);
      }
    }
  }
}
