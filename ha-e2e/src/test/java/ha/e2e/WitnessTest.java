package ha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ClusterStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes with BMCs, and a third daemon that is only a witness. */
class WitnessTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(3, Site.Fencing.WITNESS);

  private static String witness(TestCluster cluster) {
    return cluster.nodes().getLast().name();
  }

  @Test
  void nothingHappensWhenTheWitnessDies(TestCluster cluster) {
    String before = cluster.webNode();
    String other = cluster.other(before, witness(cluster)).name();
    long starts = cluster.starts();
    TestNode witness = cluster.nodes().getLast();
    witness.killDaemon();

    cluster.await(before, "two go on", s -> lost(s, witness.name()) && s.settled());
    assertThat(cluster.starts()).isEqualTo(starts);
    assertThat(cluster.fencings(before) + cluster.fencings(other)).isZero();
    witness.startDaemon();
    cluster.awaitWhole();
    assertThat(cluster.webNode()).isEqualTo(before);
  }

  private static boolean lost(ClusterStatus status, String node) {
    return TestCluster.standing(status, node) != ha.model.snapshot.Standing.MEMBER;
  }

  @Test
  void ofTwoThatLoseEachOtherOneGoesOnWithTheWitness(TestCluster cluster) {
    String witness = witness(cluster);
    String one = cluster.nodes().getFirst().name();
    String two = cluster.other(one, witness).name();
    long before = cluster.fencings(one) + cluster.fencings(two);
    try (Cuts cuts = Cuts.none(cluster.site())) {
      cluster.client().forgetGap();
      cuts.between(one, two);

      TestCluster.await(
          "one fenced the other",
          () -> cluster.fencings(one) + cluster.fencings(two) == before + 1);
      cluster.awaitAny("it goes on", s -> s.quorum().held() && TestCluster.webNode(s).isPresent());
      ThreeNodesTest.report("link cut, with a witness", cluster);
      cuts.heal();
      cluster.awaitWhole();
    }
    assertThat(cluster.fencings(one) + cluster.fencings(two)).isEqualTo(before + 1);
  }

  @Test
  void withLinkAndWitnessLostNobodyActsAndNobodyIsFenced(TestCluster cluster) {
    String witness = witness(cluster);
    String one = cluster.nodes().getFirst().name();
    String two = cluster.other(one, witness).name();
    long before = cluster.fencings(one) + cluster.fencings(two);
    try (Cuts cuts = Cuts.none(cluster.site())) {
      for (String node : List.of(one, two)) {
        cuts.between(node, witness);
      }
      cluster.await(one, "two go on", s -> lost(s, witness) && s.quorum().held() && s.settled());
      cuts.between(one, two);

      cluster.await(one, "no quorum here", s -> !s.quorum().held());
      cluster.await(two, "no quorum there", s -> !s.quorum().held());
      cuts.heal();
      cluster.awaitWhole();
    }
    assertThat(cluster.fencings(one) + cluster.fencings(two)).isEqualTo(before);
  }
}
