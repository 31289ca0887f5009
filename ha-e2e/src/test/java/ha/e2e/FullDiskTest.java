package ha.e2e;

import static ha.e2e.TestCluster.runs;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The disk of a follower takes nothing any more. */
class FullDiskTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(3);

  @Test
  void othersGoOnAndTheNodeComesBackWhenThereIsRoom(TestCluster cluster) throws IOException {
    TestNode node = cluster.other(cluster.leader(), cluster.webNode());
    assertThat(node.stopDaemon().join()).isEqualTo(TestNode.ASKED_TO_END);
    try (TinyDisk disk =
        TinyDisk.mount(cluster.site().directory(node.name()).resolve("state/ledger"))) {
      node.startDaemon();
      cluster.awaitWhole();
      long starts = cluster.starts();
      String leader = cluster.leader();

      disk.fill();
      long revision = cluster.applyWithPatience(leader, "written");
      cluster.await(leader, "the new resource runs", s -> runs(s, "written"));
      assertThat(cluster.site().text(node.name())).contains("Cannot write to the disk");

      disk.free();
      if (!node.daemonIsAlive()) {
        node.startDaemon();
      }
      assertThat(cluster.awaitWhole().revision()).isEqualTo(revision);
      assertThat(cluster.starts()).isEqualTo(starts);
      assertThat(node.stopDaemon().join()).isEqualTo(TestNode.ASKED_TO_END);
    }
  }
}
