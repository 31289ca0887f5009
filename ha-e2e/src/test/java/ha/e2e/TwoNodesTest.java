package ha.e2e;

import static ha.e2e.TestCluster.runs;
import static ha.e2e.TestCluster.standing;
import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ApplyRequest;
import ha.api.ClusterStatus;
import ha.api.ClusterStatus.Waiting;
import ha.api.Endpoints;
import ha.api.FenceChecks;
import ha.api.LastEnd;
import ha.api.Order;
import ha.api.Queries;
import ha.api.ResourceStatus;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.snapshot.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes: who may go on alone, and who must wait. */
class TwoNodesTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(2);

  @Test
  void survivorFencesAndGoesOnAlone(TestCluster cluster) {
    String victim = cluster.webNode();
    TestNode survivor = cluster.other(victim);
    long fencings = cluster.fencings(victim);
    cluster.node(victim).staysOff(true);
    cluster.client().forgetGap();

    cluster.node(victim).killDaemon();

    cluster.awaitWebElsewhere(victim);
    ThreeNodesTest.report("one of two killed", cluster);
    ClusterStatus alone = cluster.await(survivor.name(), "all is done", ClusterStatus::settled);
    assertThat(alone.quorum().held()).isTrue();
    assertThat(cluster.fencings(victim)).isEqualTo(fencings + 1);
    cluster.node(victim).staysOff(false);
    cluster.node(victim).startDaemon();
    cluster.awaitWhole();
    LastEnd end =
        TestCluster.done(
            cluster.call(
                survivor.name(), Endpoints.WHY_REBOOTED, new Queries.OfNode(new NodeName(victim))));
    assertThat(end.cause()).as(end.toString()).isEqualTo(LastEnd.Cause.FENCED);
    assertThat(end.known()).anyMatch(known -> known.source().equals("black box"));
  }

  @Test
  void fencingIsTriedOutWithoutSwitchingAnything(TestCluster cluster) {
    cluster.awaitWhole();
    String asked = cluster.leader();
    String target = cluster.other(asked).name();
    long fencings = cluster.fencings(target);
    FenceChecks before = checks(cluster, asked, target);

    cluster.order(asked, new Order.FenceTestOrder(new NodeName(target), ""));

    TestCluster.await(
        "the devices are asked again", () -> !checks(cluster, asked, target).equals(before));
    FenceChecks after = checks(cluster, asked, target);
    assertThat(after.powerless()).as(after.toString()).isEmpty();
    assertThat(after.checks())
        .allMatch(check -> check.detail().contains("power on, login as operator with suite 17"));
    assertThat(cluster.fencings(target)).isEqualTo(fencings);
  }

  @Test
  void fencingIsTriedOutForGood(TestCluster cluster) {
    cluster.awaitWhole();
    String target = cluster.webNode();
    String asked = cluster.other(target).name();
    long fencings = cluster.fencings(target);
    long before = cluster.node(target).daemonPid();

    Tool.Result unasked = cluster.hactl(asked, "fence", "test", target, "--really");
    assertThat(unasked.exitCode()).as(unasked.said()).isNotZero();
    assertThat(unasked.said()).contains("web", "needs a confirmation");
    assertThat(cluster.fencings(target)).isEqualTo(fencings);

    Tool.Result done =
        cluster.hactl(
            asked, "fence", "test", target, "--really", "--yes", "--reason", "acceptance");

    assertThat(done.exitCode()).as(done.said()).isZero();
    assertThat(done.said())
        .contains(
            target + " can be fenced by every other member",
            target + " was switched off by " + target + "-bmc",
            "read back, and told to switch on again");
    cluster.awaitWhole();
    assertThat(cluster.fencings(target)).isEqualTo(fencings + 1);
    assertThat(cluster.node(target).daemonPid()).isNotEqualTo(before);
  }

  private static FenceChecks checks(TestCluster cluster, String asked, String target) {
    return TestCluster.done(
        cluster.call(asked, Endpoints.FENCE_CHECKS, new Queries.OfNode(new NodeName(target))));
  }

  /** A device of the fabric, in the place of which a fence agent writes to a file. */
  @Test
  void nodesLetThemselvesInBeforeAnythingStarts(TestCluster cluster) throws IOException {
    Needs.program(Path.of("/usr/sbin/fence_dummy"), "fence-agents");
    String leader = cluster.leader();
    Path fabric = cluster.site().root().resolve("fabric");
    Files.writeString(fabric, "off");
    String yaml =
        cluster
            .site()
            .definitions("  fresh: {agent: dummy}\n")
            .replaceAll("fence: \\[(\\w+-bmc)\\]", "fence: [$1, fabric]")
            .replace(
                "fence-devices:\n",
                "fence-devices:\n  fabric: {agent: fence_dummy, type: file, status-file: %s, unfence: true}\n"
                    .formatted(fabric));

    TestCluster.done(
        cluster.call(
            leader,
            Endpoints.APPLY,
            new ApplyRequest("fabric.yaml", yaml, false, Optional.empty(), "let in")));

    cluster.await(leader, "it runs", s -> runs(s, "fresh"));
    assertThat(Files.readString(fabric)).isEqualTo("on");
    for (TestNode node : cluster.nodes()) { // the other one may have met a file half written
      TestCluster.await(
          node.name() + " lets itself in",
          () -> cluster.site().text(node.name()).contains("let in by [fabric]"));
    }
    cluster.applyWith(leader, "plain");
    cluster.awaitWhole();
  }

  @Test
  void staleNodeThatIsStartedFirstWaitsForTheLastMan(TestCluster cluster) {
    TestNode stale = cluster.nodes().getFirst();
    TestNode last = cluster.nodes().getLast();
    long revision = goOnAlone(cluster, stale, last, "waited");
    assertThat(last.stopDaemon().join()).isEqualTo(TestNode.ASKED_TO_END);
    long starts = cluster.starts();

    stale.staysOff(false);
    stale.startDaemon();

    ClusterStatus waits =
        cluster.await(
            stale.name(),
            "it says for whom it waits",
            s -> s.quorum().waiting().filter(w -> !w.wayOut().isEmpty()).isPresent());
    Waiting waiting = waits.quorum().waiting().orElseThrow();
    assertThat(waiting.nodes()).containsExactly(new NodeName(last.name()));
    assertThat(waiting.wayOut()).contains("hactl fence confirm " + last.name());
    assertThat(waits.quorum().held()).isFalse();
    ApiError error =
        TestCluster.refused(
            cluster.call(
                stale.name(),
                Endpoints.APPLY,
                new ApplyRequest(
                    "x.yaml", cluster.site().definitions(""), false, Optional.empty(), "")));
    assertThat(error.kind()).isEqualTo(Kind.NO_QUORUM);
    assertThat(error.remedy()).contains("hactl fence confirm " + last.name());
    assertThat(cluster.starts()).isEqualTo(starts);

    last.startDaemon();
    ClusterStatus whole = cluster.awaitWhole();
    assertThat(whole.revision()).isEqualTo(revision);
    cluster.await(stale.name(), "both have it", s -> runs(s, "waited"));
  }

  @Test
  void lastManThatIsStartedFirstLeadsAlone(TestCluster cluster) {
    TestNode stale = cluster.nodes().getFirst();
    TestNode last = cluster.nodes().getLast();
    long revision = goOnAlone(cluster, stale, last, "alone");
    assertThat(last.stopDaemon().join()).isEqualTo(TestNode.ASKED_TO_END);

    last.startDaemon();

    ClusterStatus alone =
        cluster.await(last.name(), "it leads alone", s -> runs(s, "alone") && s.settled());
    assertThat(alone.leader()).contains(new NodeName(last.name()));
    assertThat(alone.revision()).isEqualTo(revision);
    TestCluster.await("web answers", () -> cluster.client().answeredBy().isPresent());
    stale.staysOff(false);
    stale.startDaemon();
    assertThat(cluster.awaitWhole().revision()).isEqualTo(revision);
  }

  @Test
  void bothStoppedAndStartedAtOnce(TestCluster cluster) {
    long revision = cluster.applyWith(cluster.leader(), "pair");
    List<CompletableFuture<Integer>> ends =
        cluster.nodes().stream().map(TestNode::stopDaemon).toList();
    assertThat(ends).extracting(CompletableFuture::join).containsOnly(TestNode.ASKED_TO_END);

    cluster.start();

    assertThat(cluster.awaitAny("it runs", s -> runs(s, "pair")).revision()).isEqualTo(revision);
  }

  @Test
  void frozenNodeThatCannotBeFencedDoesNotActOnItsOldView(TestCluster cluster) {
    String victim = cluster.webNode();
    TestNode node = cluster.node(victim);
    String survivor = cluster.other(victim).name();
    long starts = cluster.starts();
    node.bmc(BmcFaults.deadOne());

    node.freeze();
    ClusterStatus waits =
        cluster.await(survivor, "the survivor may not act", s -> !s.quorum().held());
    assertThat(waits.leader()).isEmpty();
    TestCluster.letPass(Duration.ofSeconds(6));
    node.thaw();

    cluster.awaitWhole();
    TestCluster.letAttemptsEnd();
    node.bmc(BmcFaults.NONE);
    cluster.awaitWhole();
    assertThat(cluster.starts()).isEqualTo(starts);
    assertThat(cluster.webNode()).isEqualTo(victim);
  }

  /** A monitor that hangs once is no failure, a stop that fails once no reason to fence. */
  @Test
  void whatGoesWrongOnceCostsNobodyAnything(TestCluster cluster) throws IOException {
    long fencings = cluster.nodes().stream().mapToLong(n -> cluster.fencings(n.name())).sum();
    Path tough = cluster.site().root().resolve("tough");
    Files.writeString(
        tough,
        """
        state="$0.$2"
        case $1 in
          start) : >"$state" ;;
          stop) if [ -e "$0.refuses" ]; then rm "$0.refuses"; exit 1; fi; rm -f "$state" ;;
          monitor) if [ -e "$0.hangs" ]; then rm "$0.hangs"; sleep 300; fi; [ -e "$state" ] || exit 7 ;;
        esac
        """);
    String call = "/bin/sh " + tough + " %s state";
    String asked = cluster.leader();
    cluster.apply(
        asked,
        "  tough: {agent: exec, with: {start: '%s', stop: '%s', monitor: '%s'}, operations: {monitor: {interval: 1s, timeout: 4s}}}\n"
            .formatted(call.formatted("start"), call.formatted("stop"), call.formatted("monitor")));
    cluster.await(asked, "it runs", s -> runs(s, "tough") && s.settled());

    Files.createFile(tough.resolveSibling("tough.hangs"));
    ClusterStatus slow =
        cluster.await(asked, "its monitor hung once", s -> !tough(s).timeouts().isEmpty());
    assertThat(tough(slow).failures()).isEmpty();
    assertThat(tough(slow).timeouts().getFirst().count()).isEqualTo(1);

    Files.createFile(tough.resolveSibling("tough.refuses"));
    cluster.order(
        asked,
        new Order.TargetRoleOrder(new ResourceId("tough"), Role.STOPPED, Optional.empty(), "test"));
    ClusterStatus stopped =
        cluster.await(asked, "it is stopped", s -> !runs(s, "tough") && s.settled());

    assertThat(tough(stopped).failures()).isEmpty();
    assertThat(cluster.nodes().stream().mapToLong(n -> cluster.fencings(n.name())).sum())
        .isEqualTo(fencings);
    assertThat(cluster.historyText(asked))
        .anySatisfy(line -> assertThat(line).contains("monitor of tough", "asked again"))
        .anySatisfy(
            line -> assertThat(line).contains("stop of tough", "the stop by force succeeded"));
  }

  private static ResourceStatus tough(ClusterStatus status) {
    return status.allResources().stream()
        .filter(r -> r.id().value().equals("tough"))
        .findFirst()
        .orElseThrow();
  }

  /** One node dies and stays off; the other goes on, and records something that the first lacks. */
  private static long goOnAlone(
      TestCluster cluster, TestNode dies, TestNode goesOn, String resource) {
    dies.staysOff(true);
    dies.killDaemon();
    cluster.await(
        goesOn.name(),
        "it goes on alone",
        s ->
            s.leader().equals(Optional.of(new NodeName(goesOn.name())))
                && s.settled()
                && standing(s, dies.name()) == Standing.FENCED
                && TestCluster.webNode(s).equals(Optional.of(goesOn.name())));
    long revision = cluster.applyWith(goesOn.name(), resource);
    cluster.await(goesOn.name(), "it runs", s -> runs(s, resource));
    return revision;
  }
}
