package ha.membership.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.model.NodeName;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LinksTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Map<String, List<InetSocketAddress>> nodes = new TreeMap<>();

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
    }
  }
}
