package ha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ClusterStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes without any BMC: each has a watchdog, and a slot on a shared disk. */
class DiskFencingTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(2, Site.Fencing.DISK);

  @Test
  void frozenNodeIsResetAndItsServiceRunsElsewhere(TestCluster cluster) {
    String victim = cluster.webNode();
    // Its watchdog is sooner than the proof; back at once, it would just go on.
    cluster.node(victim).staysOff(true);

    cluster.node(victim).freeze();

    cluster.awaitWebElsewhere(victim);
    ThreeNodesTest.report("one of two frozen, shared disk only", cluster);
    cluster.node(victim).staysOff(false);
    cluster.node(victim).startDaemon();
    cluster.awaitWhole();
  }

  /** Without a common network the disk is all that the two have; one of them goes on, unharmed. */
  @Test
  void ofTwoThatAreCutOffOneReadsItsMessageAndTheOtherGoesOn(TestCluster cluster) {
    String before = cluster.webNode();
    long boots = cluster.resets();
    try (Cuts cuts = Cuts.none(cluster.site())) {
      cuts.between(cluster.nodes().getFirst().name(), cluster.nodes().getLast().name());

      cluster.awaitAny(
          "one goes on alone",
          s -> s.leader().isPresent() && s.settled() && fenced(s) && runsWeb(s));
      assertThat(cluster.resets()).as("resets, web was on " + before).isEqualTo(boots + 1);
      cuts.heal();
      cluster.awaitWhole();
    }
  }

  private static boolean fenced(ClusterStatus status) {
    return status.nodes().stream().anyMatch(n -> n.standing() == ha.model.snapshot.Standing.FENCED);
  }

  private static boolean runsWeb(ClusterStatus status) {
    return !TestCluster.webNode(status).equals(Optional.empty());
  }
}
