package ha.e2e;

import static ha.e2e.TestCluster.standing;
import static org.assertj.core.api.Assertions.assertThat;

import ha.fencing.ipmi.sim.BmcFaults;
import ha.model.snapshot.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes live, but what they say does not arrive. */
class CutLinksTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(3);

  @Test
  void nodeThatIsCutOffIsFenced(TestCluster cluster) {
    String victim = cluster.webNode();
    long fencings = cluster.fencings(victim);
    try (Cuts cuts = Cuts.none(cluster.site())) {
      cluster.client().forgetGap();
      cutOff(cuts, cluster, victim);

      cluster.awaitWebElsewhere(victim);
      ThreeNodesTest.report("node cut off", cluster);
      cuts.heal();
      cluster.awaitWhole();
      assertThat(cluster.fencings(victim)).isEqualTo(fencings + 1);
    }
  }

  @Test
  void nodeThatIsNotHeardIsFencedThoughItHears(TestCluster cluster) {
    String victim = cluster.webNode();
    long fencings = cluster.fencings(victim);
    try (Cuts cuts = Cuts.none(cluster.site())) {
      for (TestNode node : cluster.nodes()) {
        if (!node.name().equals(victim)) {
          cuts.oneWay(victim, node.name(), List.of(1, 2));
        }
      }

      cluster.awaitWebElsewhere(victim);
      cuts.heal();
      cluster.awaitWhole();
      assertThat(cluster.fencings(victim)).isEqualTo(fencings + 1);
    }
  }

  @Test
  void nodeThatIsCutOffAndCannotBeFencedEndsTheServiceItself(TestCluster cluster) {
    String victim = cluster.webNode();
    TestNode witness = cluster.other(victim);
    long starts = cluster.starts();
    cluster.node(victim).bmc(BmcFaults.deadOne());
    try (Cuts cuts = Cuts.none(cluster.site())) {
      cutOff(cuts, cluster, victim);

      cluster.await(witness.name(), "it is lost", s -> standing(s, victim) == Standing.LOST);
      TestCluster.await(
          "the service ended", () -> cluster.node(victim).children().findAny().isEmpty());
      assertThat(cluster.starts()).isEqualTo(starts);
      cuts.heal();
      cluster.awaitWhole();
      TestCluster.letAttemptsEnd();
      cluster.node(victim).bmc(BmcFaults.NONE);
      cluster.awaitWhole();
    }
  }

  @Test
  void oneLinkOfTwoDoesNotMatter(TestCluster cluster) {
    long starts = cluster.starts();
    var before = cluster.awaitWhole();
    try (Cuts cuts = Cuts.none(cluster.site())) {
      for (TestNode one : cluster.nodes()) {
        for (TestNode other : cluster.nodes()) {
          if (!one.name().equals(other.name())) {
            cuts.oneWay(one.name(), other.name(), List.of(1));
          }
        }
      }
      cluster.awaitAny(
          "the status warns", s -> s.problems().stream().anyMatch(p -> p.text().contains("link")));
      var after = cluster.awaitWhole();
      assertThat(after.term()).isEqualTo(before.term());
      assertThat(after.leader()).isEqualTo(before.leader());
      assertThat(cluster.starts()).isEqualTo(starts);
    }
  }

  private static void cutOff(Cuts cuts, TestCluster cluster, String victim) {
    cluster.nodes().stream()
        .map(TestNode::name)
        .filter(n -> !n.equals(victim))
        .forEach(n -> cuts.between(victim, n));
  }
}
