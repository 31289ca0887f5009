package ha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes without any BMC: each relies on the other's watchdog. */
class WatchdogTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(2, Site.Fencing.WATCHDOG);

  @Test
  void frozenNodeIsResetAndCountsAsOffOnlyThen(TestCluster cluster) {
    String victim = cluster.webNode();
    long fencings = cluster.fencings(victim);

    cluster.node(victim).freeze();

    cluster.awaitWebElsewhere(victim);
    ThreeNodesTest.report("one of two frozen, watchdogs only", cluster);
    assertThat(cluster.fencings(victim)).isEqualTo(fencings + 1);
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
  void nodesThatLoseEachOtherNeverBothRunIt(TestCluster cluster) {
    try (Cuts cuts = Cuts.none(cluster.site())) {
      String one = cluster.nodes().getFirst().name();
      String other = cluster.nodes().getLast().name();
      cuts.between(one, other);

      cluster.awaitAny(
          "one was held for off", s -> cluster.fencings(one) + cluster.fencings(other) > 0);
      cluster.awaitAny("it runs somewhere", s -> TestCluster.webNode(s).isPresent());
      cuts.heal();
      cluster.awaitWhole();
    }
  }
}
