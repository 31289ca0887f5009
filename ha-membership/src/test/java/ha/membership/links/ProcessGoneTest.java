package ha.membership.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.model.NodeName;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer's process is killed while its host lives on. */
@Timeout(180)
class ProcessGoneTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Map<String, List<InetSocketAddress>> nodes = new TreeMap<>();

  private List<InetSocketAddress> at(String node) {
    return Objects.requireNonNull(nodes.get(node));
  }

  @Test
  void aKilledPeerIsNoticedSoonAndOnlyThen() throws Exception {
    nodes.put("a", TestNode.addresses(1, 1));
    nodes.put("child", TestNode.addresses(2, 1));
    LinksConfig config = TestNode.config("test", "a", nodes, TestNode.keys(1));
    try (TestNode a = TestNode.open(config).beating()) {
      List<Long> times = new ArrayList<>();
      for (int round = 1; round <= 3; round++) {
        int kills = round;
        a.beats.clear();
        Process child = start(at("child").getFirst(), at("a").getFirst());
        try {
          await().atMost(SOON).until(() -> a.beats.size() > 10);
          // not started yet, or started again, is not gone
          assertThat(a.hints(PeerHint.ProcessGone.class)).hasSize(kills - 1);
        } finally {
          child.destroyForcibly();
        }
        long killed = System.nanoTime();
        await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(SOON)
            .until(() -> a.hints(PeerHint.ProcessGone.class).size() == kills);
        times.add((System.nanoTime() - killed) / 1_000_000);
        assertThat(child.waitFor()).isNotZero();
      }
      // usually below 200 ms; the bound leaves room for a busy machine
      assertThat(times).allMatch(ms -> ms < 5_000);
      assertThat(a.hints(PeerHint.ProcessGone.class))
          .allMatch(h -> h.peer().equals(new NodeName("child")))
          .extracting(PeerHint.ProcessGone::incarnation)
          .doesNotHaveDuplicates();
    }
  }

  private static Process start(InetSocketAddress own, InetSocketAddress peer) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx48m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ChildNode.class.getName());
    command.addAll(Arrays.asList(own.getAddress().getHostAddress(), "" + own.getPort()));
    command.addAll(Arrays.asList("a", peer.getAddress().getHostAddress(), "" + peer.getPort()));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
