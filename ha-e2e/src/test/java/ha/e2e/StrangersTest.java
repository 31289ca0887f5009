package ha.e2e;

import static ha.e2e.TestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ClusterStatus;
import ha.membership.links.KeyFile;
import ha.membership.links.LinksException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Daemons that must not take part do not, and both sides say why. */
class StrangersTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(3);

  private static final String ABSENT = "carol";

  @Test
  void wrongKey(TestCluster cluster) throws IOException, LinksException {
    Site site = cluster.site();
    Files.deleteIfExists(site.root().resolve("wrong-key"));
    KeyFile.create(site.root().resolve("wrong-key"));
    String before = without(cluster);
    try (Stranger stranger = Stranger.start(site, ABSENT, "wrong-key", "cluster.yaml")) {
      String said = "are sealed with a key that this node does not have";
      await("the stranger says so", () -> stranger.log().contains(said));
      await("the cluster says so", () -> site.text("alice").contains(said));
      stillWithout(cluster, before);
    }
    joins(cluster);
  }

  @Test
  void wrongClusterName(TestCluster cluster) throws IOException {
    Site site = cluster.site();
    Files.writeString(
        site.root().resolve("other.yaml"), site.definitions("other", site.nodes(), ""));
    String before = without(cluster);
    try (Stranger stranger = Stranger.start(site, ABSENT, "key", "other.yaml")) {
      await(
          "the stranger says so",
          () -> stranger.log().contains("belongs to cluster 'e2e', this node to 'other'"));
      await(
          "the cluster says so",
          () -> site.text("alice").contains("belongs to cluster 'other', this node to 'e2e'"));
      stillWithout(cluster, before);
    }
    joins(cluster);
  }

  @Test
  void nameThatIsTakenGetsNowhereFromOtherAddresses(TestCluster cluster) throws IOException {
    Site site = cluster.site();
    long starts = cluster.starts();
    String whole = standings(cluster.awaitWhole());
    Files.writeString(
        site.root().resolve("double.yaml"),
        site.definitions("").replace("[127.77.1.2, 127.77.2.2]", "[127.77.1.9, 127.77.2.9]"));
    try (Stranger stranger = Stranger.start(site, "bob", "key", "double.yaml")) {
      await(
          "the newcomer is up, or was refused",
          () -> stranger.log().contains("had of node bob begins") || !stranger.daemon().isAlive());
      TestCluster.letPass(Duration.ofSeconds(10));
      assertThat(stranger.log()).doesNotContain("this node follows").doesNotContain("leads term");
    }
    assertThat(standings(cluster.awaitWhole())).isEqualTo(whole);
    assertThat(cluster.starts()).isEqualTo(starts);
    assertThat(cluster.node("bob").daemonIsAlive()).isTrue();
  }

  @Test
  void addressThatIsTaken(TestCluster cluster) {
    long starts = cluster.starts();
    String whole = standings(cluster.awaitWhole());
    try (Stranger stranger = Stranger.start(cluster.site(), "bob", "key", "cluster.yaml")) {
      await("the newcomer ends", () -> !stranger.daemon().isAlive());
      assertThat(stranger.daemon().exitValue()).as(stranger.log()).isNotZero();
      assertThat(stranger.log()).contains("127.77.1.2");
    }
    assertThat(standings(cluster.awaitWhole())).isEqualTo(whole);
    assertThat(cluster.starts()).isEqualTo(starts);
  }

  /** One node leaves, so that a stranger can take its addresses. */
  private static String without(TestCluster cluster) {
    assertThat(cluster.node(ABSENT).stopDaemon().join()).isEqualTo(TestNode.ASKED_TO_END);
    return standings(cluster.await("alice", "all is done", ClusterStatus::settled));
  }

  private static void stillWithout(TestCluster cluster, String before) {
    assertThat(standings(cluster.await("alice", "all is done", ClusterStatus::settled)))
        .isEqualTo(before);
  }

  private static void joins(TestCluster cluster) {
    cluster.node(ABSENT).startDaemon();
    cluster.awaitWhole();
  }

  /**
   * Who stands how, in which life, under which leader and term: what a stranger must not change.
   */
  private static String standings(ClusterStatus status) {
    StringBuilder text = new StringBuilder();
    text.append(status.leader()).append(' ').append(status.term());
    status
        .nodes()
        .forEach(
            n -> text.append(' ').append(n.name()).append(n.standing()).append(n.incarnation()));
    return text.toString();
  }
}
