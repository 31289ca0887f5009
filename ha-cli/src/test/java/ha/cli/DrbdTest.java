package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ClusterStatus;
import ha.api.ClusterStatus.ActiveOverride;
import ha.api.Endpoints;
import ha.api.FencePeerAnswer;
import ha.api.FencePeerAnswer.Word;
import ha.api.FencePeerRequest;
import ha.api.Here;
import ha.api.NodeAttributes;
import ha.api.NodeStatus;
import ha.api.Order;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.ledger.OperatorOverride;
import ha.model.ledger.OperatorOverride.ReplicaBehind;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code hactl drbd}. */
class DrbdTest extends CommandTest {
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");

  private void replicas(String onAlice, String onBob) {
    SortedMap<NodeName, SortedMap<String, String>> nodes = new TreeMap<>();
    nodes.put(ALICE, new TreeMap<>(Map.of("drbd-disk", onAlice, "pingd", "100")));
    nodes.put(BOB, new TreeMap<>(Map.of("drbd-disk", onBob)));
    daemon().on(Endpoints.ATTRIBUTES, all -> new NodeAttributes(nodes));
  }

  private void inSync() {
    replicas(
        "resource=r0 role=Primary disk=UpToDate peer=bob,Connected,Secondary,UpToDate"
            + " generation=9AD1E3B2E0B5A0D6,0000000000000000",
        "resource=r0 role=Secondary disk=UpToDate peer=alice,Connected,Primary,UpToDate"
            + " generation=9AD1E3B2E0B5A0D6,0000000000000000");
  }

  private void split() {
    replicas(
        "resource=r0 role=Primary disk=UpToDate peer=bob,StandAlone,Unknown,DUnknown"
            + " generation=9AD1E3B2E0B5A0D6,1111111111111110",
        "resource=r0 role=Secondary disk=UpToDate peer=alice,Connecting,Unknown,DUnknown"
            + " suspended=fencing generation=7777E3B2E0B5A0D6,1111111111111110");
  }

  private static ClusterStatus with(Standing standing, OperatorOverride... overrides) {
    ClusterStatus s = Samples.healthy();
    List<ActiveOverride> active = new ArrayList<>();
    for (OperatorOverride o : overrides) {
      active.add(new ActiveOverride(o, Samples.ago(Duration.ofMinutes(3)), "root@alice", "cut"));
    }
    List<NodeStatus> nodes =
        s.nodes().stream().map(n -> n.name().equals(BOB) ? standing(n, standing) : n).toList();
    return new ClusterStatus(
        s.at(),
        s.cluster(),
        s.answeredBy(),
        s.leader(),
        s.term(),
        s.quorum(),
        s.revision(),
        s.lastChange(),
        s.maintenance(),
        s.settled(),
        nodes,
        s.resources(),
        active,
        s.problems());
  }

  private static NodeStatus standing(NodeStatus n, Standing standing) {
    return new NodeStatus(
        n.name(),
        standing,
        n.since(),
        n.incarnation(),
        n.detail(),
        n.standby(),
        n.maintenance(),
        n.links(),
        n.fenceDevices(),
        n.pending());
  }

  private static ReplicaBehind behind() {
    return new ReplicaBehind(new ResourceId("disk"), BOB, 7);
  }

  @Test
  void statusShowsBothSides() throws Exception {
    inSync();
    Run run = run().hactl("drbd", "status");

    Golden.check("drbd-in-sync", run.out());
    assertThat(run.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void statusNamesASplitBrainAndTheWayOut() throws Exception {
    split();
    clusterIs(with(Standing.MEMBER, behind()));
    Run run = run().hactl("drbd", "status");

    Golden.check("drbd-split-brain", run.out());
    assertThat(run.code()).isEqualTo(ExitCode.CONDITION_FALSE);
  }

  @Test
  void statusWithoutReplicasSaysSo() {
    daemon().on(Endpoints.ATTRIBUTES, all -> new NodeAttributes(new TreeMap<>()));

    assertThat(run().hactl("drbd", "status").out()).contains("No agent reports");
  }

  @Test
  void peerIsDeclaredOnceAndThenAskedAbout() {
    daemon()
        .on(
            Endpoints.FENCE_PEER,
            r ->
                new FencePeerAnswer(
                    r.epoch().isEmpty() ? Word.WAIT : Word.OUTDATED, 7, "bob is behind"));
    Run run = run().hactl("drbd", "fence-peer", "r0", "--peer", "bob");

    assertThat(run.out()).isEqualTo("outdated\n");
    assertThat(daemon().received(FencePeerRequest.class))
        .containsExactly(
            new FencePeerRequest("r0", BOB, Optional.empty()),
            new FencePeerRequest("r0", BOB, Optional.of(7L)));
  }

  @Test
  void peerThatIsOffIsOff() {
    daemon().on(Endpoints.FENCE_PEER, r -> new FencePeerAnswer(Word.OFF, 7, "bob is off"));

    assertThat(run().hactl("drbd", "fence-peer", "r0", "--peer", "bob").out()).isEqualTo("off\n");
  }

  @Test
  void asLongAsThePeerMayWriteItIsAFailureThatSaysWhy() {
    daemon().on(Endpoints.FENCE_PEER, r -> new FencePeerAnswer(Word.WAIT, 7, "bob may write"));
    Run run = run().hactl("drbd", "fence-peer", "r0", "--peer", "bob", "--timeout", "1s");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("bob may write");
  }

  @Test
  void refusedByTheClusterIsAFailureThatSaysWhy() {
    daemon()
        .fail(
            Endpoints.FENCE_PEER,
            ApiError.of(Kind.REFUSED, "bob is the one that goes on", "status"));
    Run run = run().hactl("drbd", "fence-peer", "r0", "--peer", "bob", "--timeout", "1s");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("bob is the one that goes on");
  }

  /** The leader answers for all, but the data that is given up is that of this machine. */
  @Test
  void dataIsGivenUpOnThisMachineWhoeverLeads() {
    split();
    daemon().on(Endpoints.HERE, all -> new Here(BOB));
    Run ours = run().hactl("drbd", "resolve", "disk", "--keep", "bob", "--reason", "newer");

    assertThat(ours.err()).doesNotContain("Give up");
    assertThat(orders())
        .singleElement()
        .isEqualTo(new Order.ReplicaCurrentOrder(new ResourceId("disk"), BOB, "newer"));
  }

  @Test
  void promotedDataIsNotGivenUp() {
    split();
    Run run = run().hactl("drbd", "resolve", "disk", "--keep", "bob", "--yes", "--reason", "older");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("is promoted").contains("hactl standby alice");
    assertThat(orders()).isEmpty();
  }

  @Test
  void resolveKnowsWhatThereIs() {
    inSync();

    assertThat(run().hactl("drbd", "resolve", "web", "--keep", "bob").err())
        .contains("reports no replica of 'web'");
  }
}
