package ha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes without any BMC: the others rely on each one's watchdog. */
class WatchdogTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(3, Site.Fencing.WATCHDOG);

  /** Back after its reset, or never: whichever the others learn first. The history tells S1. */
  @Test
  void frozenNodeIsResetAndItsServiceRunsElsewhere(TestCluster cluster) {
    String victim = cluster.webNode();

    cluster.node(victim).freeze();

    cluster.awaitWebElsewhere(victim);
    ThreeNodesTest.report("one of three frozen, watchdogs only", cluster);
    cluster.awaitWhole();
  }

  @Test
  void killedDaemonThatComesBackInTimeSavesItsNode(TestCluster cluster) {
    String victim = cluster.webNode();
    long starts = cluster.starts();

    cluster.node(victim).killDaemon();
    TestCluster.await("the daemon is gone", () -> !cluster.node(victim).daemonIsAlive());
    cluster.node(victim).startDaemon();

    cluster.awaitWhole();
    assertThat(cluster.webNode()).isEqualTo(victim);
    assertThat(cluster.starts()).isEqualTo(starts);
  }

  @Test
  void nodeThatIsCutOffIsResetAndItsServiceRunsElsewhere(TestCluster cluster) {
    String victim = cluster.webNode();
    try (Cuts cuts = Cuts.none(cluster.site())) {
      cluster.nodes().stream()
          .map(TestNode::name)
          .filter(n -> !n.equals(victim))
          .forEach(n -> cuts.between(victim, n));

      cluster.awaitWebElsewhere(victim);
      ThreeNodesTest.report("one of three cut off, watchdogs only", cluster);
      cuts.heal();
      cluster.awaitWhole();
    }
  }
}
