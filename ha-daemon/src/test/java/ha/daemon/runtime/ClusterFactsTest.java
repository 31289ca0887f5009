package ha.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.ClusterPicture;
import ha.agents.ClusterView.Facts;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.NodeAttributes;
import ha.api.NodeStatus;
import ha.api.ResourceStatus;
import ha.api.ResourceStatus.Instance;
import ha.api.ResourceStatus.State;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Term;
import ha.model.json.Json;
import ha.model.ledger.Lasting;
import ha.model.snapshot.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What agents are told is what everybody else is told. */
final class ClusterFactsTest {
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");

  private Optional<NodeName> leader = Optional.of(BOB);
  private boolean answers = true;

  private CompletableFuture<ApiReply> answer(ApiCall call) {
    Object body =
        call.path().equals(Endpoints.STATUS.path())
            ? status()
            : new NodeAttributes(
                new TreeMap<>(
                    Map.of(
                        BOB,
                        new TreeMap<>(
                            Map.of("pingd", "200", Lasting.named("data-status"), "LATEST")))));
    return CompletableFuture.completedFuture(new ApiReply(answers ? 200 : 503, Json.text(body)));
  }

  private static NodeStatus node(NodeName name, Standing standing) {
    return new NodeStatus(
        name,
        standing,
        Optional.empty(),
        new Incarnation(1),
        "",
        false,
        false,
        List.of(),
        List.of(),
        Optional.empty());
  }

  private static Instance copy(int number, NodeName node, State state) {
    return new Instance(new ResourceId("db:" + number), Optional.of(node), state, Optional.empty());
  }

  private ClusterStatus status() {
    return new ClusterStatus(
        Instant.EPOCH,
        "test",
        ALICE,
        leader,
        new Term(3),
        new ClusterStatus.QuorumStatus(true, 2, 2, 2, "", Optional.empty()),
        1,
        Optional.empty(),
        false,
        true,
        List.of(node(ALICE, Standing.MEMBER), node(BOB, Standing.MEMBER)),
        List.of(
            new ResourceStatus(
                new ResourceId("db-clone"),
                ResourceStatus.Kind.PROMOTABLE_CLONE,
                "ocf:heartbeat:pgsql",
                Role.PROMOTED,
                true,
                "",
                List.of(copy(0, BOB, State.PROMOTED), copy(1, ALICE, State.UNPROMOTED)),
                List.of(),
                List.of())),
        List.of(),
        List.of());
  }

  @Test
  void pictureHasNodesAttributesAndCopies() {
    ClusterPicture picture = new ClusterFacts(ALICE, this::answer).picture().orElseThrow();
    assertThat(picture.nodes()).containsOnlyKeys(ALICE, BOB);
    assertThat(picture.quorate()).isTrue();
    assertThat(picture.leader()).contains(BOB);
    assertThat(picture.attribute(BOB, "pingd")).contains("200");
    assertThat(picture.attribute(BOB, "data-status")).contains("LATEST");
    assertThat(picture.copies())
        .extracting(c -> c.base() + " " + c.node() + " " + c.promoted())
        .containsExactly("db bob true", "db alice false");
  }

  @Test
  void withoutALeaderOrAnAnswerNothingIsKnown() {
    leader = Optional.empty();
    assertThat(new ClusterFacts(ALICE, this::answer).picture()).isEmpty();
    assertThat(new ClusterFacts(ALICE, this::answer).facts()).isEqualTo(Facts.UNKNOWN);
    leader = Optional.of(BOB);
    answers = false;
    assertThat(new ClusterFacts(ALICE, this::answer).picture()).isEmpty();
  }
}
