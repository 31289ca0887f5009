package ha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes that share a block device and nothing else; each has a watchdog. */
class LoopDiskTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(2, Site.Fencing.LOOP_DISK);

  @Test
  void frozenNodeIsResetOverTheSharedDevice(TestCluster cluster) {
    assertThat(cluster.site().disk()).startsWith(java.nio.file.Path.of("/dev"));
    String victim = cluster.webNode();
    cluster.node(victim).staysOff(true);

    cluster.node(victim).freeze();

    cluster.awaitWebElsewhere(victim);
    ThreeNodesTest.report("one of two frozen, shared loop device only", cluster);
    cluster.node(victim).staysOff(false);
    cluster.node(victim).startDaemon();
    cluster.awaitWhole();
  }
}
