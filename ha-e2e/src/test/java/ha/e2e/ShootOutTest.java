package ha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two nodes lose each other on all links at once, again and again: one shoots, the other dies, each
 * time. {@code -De2e.cuts=50} for as many cuts, {@code -De2e.bmc=simulated} for BMCs of ours
 * instead of OpenIPMI's; {@code lab/shoot-out} does that in a network namespace.
 */
class ShootOutTest {
  private static final int CUTS = Integer.getInteger("e2e.cuts", 3);

  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(2, fencing());

  /** Where the simulator is not installed, a BMC of ours takes its place. */
  private static Site.Fencing fencing() {
    boolean installed = Files.isExecutable(Path.of("/usr/bin/ipmi_sim"));
    return switch (System.getProperty("e2e.bmc", installed ? "ipmi_sim" : "simulated")) {
      case "ipmi_sim" -> Site.Fencing.IPMI_SIM;
      case "simulated" -> Site.Fencing.BMC;
      default -> throw new IllegalArgumentException("e2e.bmc is ipmi_sim or simulated");
    };
  }

  @Test
  void oneSurvivesEachCut(TestCluster cluster) {
    String one = cluster.nodes().getFirst().name();
    String two = cluster.nodes().getLast().name();
    TreeMap<String, Integer> survivors = new TreeMap<>();
    List<Long> tookMs = new ArrayList<>();
    try (Cuts cuts = Cuts.none(cluster.site())) {
      for (int cut = 1; cut <= CUTS; cut++) {
        long ones = cluster.fencings(one);
        long twos = cluster.fencings(two);
        long from = System.nanoTime();
        cuts.between(one, two);
        cluster.awaitAny(
            "one fenced the other and goes on, cut " + cut,
            s ->
                s.quorum().held()
                    && s.settled()
                    && TestCluster.webNode(s).isPresent()
                    && s.nodes().stream()
                        .anyMatch(n -> !n.name().equals(s.answeredBy()) && isOff(n)));
        tookMs.add((System.nanoTime() - from) / 1_000_000);
        cuts.heal();
        cluster.awaitWhole();
        boolean oneDied = cluster.fencings(one) == ones + 1 && cluster.fencings(two) == twos;
        boolean twoDied = cluster.fencings(two) == twos + 1 && cluster.fencings(one) == ones;
        assertThat(oneDied ^ twoDied).as("cut %s: exactly one died", cut).isTrue();
        survivors.merge(oneDied ? two : one, 1, Integer::sum);
      }
    }
    tookMs.sort(Long::compare);
    System.out.printf(
        "e2e: %d cuts, power switched by %s, survivors %s, settled after ms min %d, median %d, max"
            + " %d%n",
        CUTS,
        GUARD.fencing() == Site.Fencing.BMC ? "simulated BMCs" : "ipmi_sim",
        survivors,
        tookMs.getFirst(),
        tookMs.get(CUTS / 2),
        tookMs.getLast());
  }

  private static boolean isOff(ha.api.NodeStatus node) {
    return node.standing() == ha.model.snapshot.Standing.FENCED;
  }
}
