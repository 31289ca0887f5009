package ha.e2e;

import static ha.e2e.TestCluster.await;
import static ha.e2e.TestCluster.runs;
import static ha.e2e.TestCluster.standing;
import static ha.e2e.TestCluster.webNode;
import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError.Kind;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.Order;
import ha.api.OrderRequest;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three nodes lose daemons, time, power and leaders. */
class ThreeNodesTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(3);

  private static final Duration A_WHILE = Duration.ofSeconds(6);

  @Test
  void killedDaemon(TestCluster cluster) {
    String victim = cluster.webNode();
    long fencings = cluster.fencings(victim);
    cluster.client().forgetGap();

    cluster.node(victim).killDaemon();

    cluster.awaitWebElsewhere(victim);
    report("daemon killed", cluster);
    cluster.awaitWhole();
    assertThat(cluster.fencings(victim)).isEqualTo(fencings + 1);
  }

  @Test
  void frozenDaemonIsFenced(TestCluster cluster) {
    String victim = cluster.webNode();
    long fencings = cluster.fencings(victim);
    cluster.client().forgetGap();

    cluster.node(victim).freeze();

    cluster.awaitWebElsewhere(victim);
    report("daemon frozen", cluster);
    cluster.awaitWhole();
    assertThat(cluster.fencings(victim)).isEqualTo(fencings + 1);
  }

  @Test
  void frozenDaemonThatCannotBeFencedComesBackWithoutHarm(TestCluster cluster) {
    String victim = cluster.webNode();
    TestNode node = cluster.node(victim);
    TestNode witness = cluster.other(victim);
    long starts = cluster.starts();
    long fencings = cluster.fencings(victim);
    node.bmc(BmcFaults.deadOne());

    node.freeze();
    cluster.await(
        witness.name(), "the frozen node is lost", s -> standing(s, victim) == Standing.LOST);
    TestCluster.letPass(A_WHILE);
    node.thaw();

    cluster.awaitWhole();
    TestCluster.letAttemptsEnd();
    node.bmc(BmcFaults.NONE);
    cluster.awaitWhole();
    assertThat(cluster.starts()).isEqualTo(starts);
    assertThat(cluster.fencings(victim)).isEqualTo(fencings);
    assertThat(cluster.webNode()).isEqualTo(victim);
  }

  @Test
  void cleanStopMovesTheServiceWithoutFencing(TestCluster cluster) {
    String leaver = cluster.webNode();
    long fencings = cluster.fencings(leaver);
    long starts = cluster.starts();

    int exitCode = cluster.node(leaver).stopDaemon().join();

    assertThat(exitCode).isEqualTo(TestNode.ASKED_TO_END);
    cluster.awaitWebElsewhere(leaver);
    cluster.awaitAny("it left", s -> standing(s, leaver) == Standing.LEFT && s.settled());
    assertThat(cluster.starts()).isEqualTo(starts + 1);
    assertThat(cluster.node(leaver).children()).isEmpty();
    cluster.node(leaver).startDaemon();
    cluster.awaitWhole();
    assertThat(cluster.fencings(leaver)).isEqualTo(fencings);
  }

  @Test
  void killedLeaderDoesNotDisturbTheService(TestCluster cluster) {
    String leader = cluster.leader();
    if (cluster.webNode().equals(leader)) {
      String to = cluster.other(leader).name();
      cluster.order(
          to,
          new Order.MigrateOrder(
              new ResourceId(Site.WEB),
              Optional.of(new NodeName(to)),
              Optional.empty(),
              "off the leader"));
      cluster.awaitWebElsewhere(leader);
      cluster.awaitWhole();
    }
    long starts = cluster.starts();

    cluster.node(leader).killDaemon();

    cluster.awaitAny(
        "another one leads", s -> s.leader().filter(l -> !l.value().equals(leader)).isPresent());
    cluster.awaitAny("the old leader is off", s -> standing(s, leader) != Standing.MEMBER);
    cluster.awaitWhole();
    assertThat(cluster.starts()).isEqualTo(starts);
  }

  @Test
  void definitionsSurviveThatAllAreStopped(TestCluster cluster) {
    String follower = cluster.other(cluster.leader()).name();
    long revision = cluster.applyWith(follower, "kept");
    cluster.awaitAny("the new resource runs", s -> runs(s, "kept"));
    long starts = cluster.starts();

    List<CompletableFuture<Integer>> ends =
        cluster.nodes().stream().map(TestNode::stopDaemon).toList();
    assertThat(ends).extracting(CompletableFuture::join).containsOnly(TestNode.ASKED_TO_END);
    assertThat(cluster.nodes()).allMatch(n -> n.children().findAny().isEmpty());
    cluster.start();

    ClusterStatus status = cluster.awaitAny("it runs again", s -> runs(s, "kept"));
    assertThat(status.revision()).isEqualTo(revision);
    assertThat(cluster.starts()).isEqualTo(starts + 1);
  }

  @Test
  void definitionsAndServiceSurviveThatAllDaemonsAreKilled(TestCluster cluster) {
    long revision = cluster.applyWith(cluster.leader(), "survivor");
    long starts = cluster.starts();
    String holder = cluster.webNode();

    cluster.nodes().forEach(TestNode::killDaemon);
    await("all are dead", () -> cluster.nodes().stream().noneMatch(TestNode::daemonIsAlive));
    cluster.start();

    ClusterStatus status = cluster.awaitAny("it runs", s -> runs(s, "survivor"));
    assertThat(status.revision()).isEqualTo(revision);
    assertThat(webNode(status)).contains(holder);
    assertThat(cluster.starts()).isEqualTo(starts);
  }

  @Test
  void powerCutOfAll(TestCluster cluster) {
    long revision = cluster.applyWith(cluster.leader(), "dark");
    long starts = cluster.starts();

    cluster.nodes().parallelStream().forEach(TestNode::powerOff);
    cluster.nodes().forEach(TestNode::powerOn);

    cluster.awaitWhole();
    ClusterStatus status = cluster.awaitAny("it runs", s -> runs(s, "dark"));
    assertThat(status.revision()).isEqualTo(revision);
    assertThat(cluster.starts()).isEqualTo(starts + 1);
  }

  @Test
  void nothingIsTakenOverUntilAPersonSaysThatTheNodeIsOff(TestCluster cluster) {
    String victim = cluster.webNode();
    TestNode node = cluster.node(victim);
    long starts = cluster.starts();
    node.bmc(BmcFaults.deadOne());

    node.killDaemon();
    cluster.awaitAny(
        "the status says that it cannot be fenced, and how out",
        s ->
            s.problems().stream()
                .anyMatch(p ->
                    p.text().contains(victim + " could not be fenced")
                        && p.remedy().contains("hactl fence confirm " + victim)));
    TestCluster.letPass(A_WHILE);
    assertThat(cluster.starts()).isEqualTo(starts);
    assertThat(cluster.client().answeredBy()).contains(victim);

    node.powerOff();
    String asked = cluster.other(victim, cluster.leader()).name();
    cluster.order(asked, new Order.FenceConfirmOrder(new NodeName(victim), "pulled the plug"));
    cluster.awaitWebElsewhere(victim);
    assertThat(cluster.starts()).isEqualTo(starts + 1);
    node.bmc(BmcFaults.NONE);
    node.powerOn();
    cluster.awaitWhole();
  }

  @Test
  void ordersToAFollowerReachTheLeader(TestCluster cluster) {
    String leader = cluster.leader();
    String follower = cluster.other(leader).name();
    NodeName emptied = new NodeName(cluster.webNode());

    cluster.order(follower, new Order.StandbyOrder(emptied, true, Optional.empty(), "maintenance"));
    cluster.awaitWebElsewhere(emptied.value());
    ClusterStatus seen = cluster.await(follower, "all is done", ClusterStatus::settled);
    assertThat(seen.overrides())
        .singleElement()
        .satisfies(o -> {
          assertThat(o.reason()).isEqualTo("maintenance");
          assertThat(o.author()).endsWith("@" + follower);
        });
    cluster.order(follower, new Order.StandbyOrder(emptied, false, Optional.empty(), "done"));
    cluster.awaitWhole();
    assertThat(
            TestCluster.refused(
                    cluster.call(
                        follower,
                        Endpoints.ORDER,
                        new OrderRequest(
                            new Order.FenceConfirmOrder(new NodeName(leader), "wrong"))))
                .kind())
        .isEqualTo(Kind.REFUSED);
  }

  static void report(String what, TestCluster cluster) {
    System.out.println(
        "e2e: " + what + ": service gone for " + cluster.client().longestGap().toMillis() + " ms");
  }
}
