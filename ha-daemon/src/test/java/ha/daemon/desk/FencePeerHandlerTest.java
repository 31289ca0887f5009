package ha.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ha.api.ClusterStatus.QuorumStatus;
import ha.daemon.controller.Controller.LeaderView;
import ha.daemon.controller.NodeReport;
import ha.daemon.server.ApiServer;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.OperatorOverride.ReplicaBehind;
import ha.model.ledger.Position;
import ha.model.plan.Plan;
import ha.model.yaml.YamlReader;
import ha.policy.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DRBD's handler as it is installed, and the leader's desk behind the API's real socket. */
final class FencePeerHandlerTest {
  private static final Path SCRIPT =
      Path.of("..", "packaging", "drbd", "had-fence-peer").toAbsolutePath().normalize();
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");
  private static final int OUTDATED = 4;
  private static final int OFF = 7;
  private static final int KEEP_WAITING = 1;

  @TempDir private Path directory;

  private final Desk desk =
      new Desk(
          Scheduler::decide, new ApplyDesk((label, yaml) -> new YamlReader().read(label, yaml)));
  private final TreeMap<NodeName, NodeReport> members = new TreeMap<>();
  private ClusterRecord record = ClusterRecord.EMPTY;
  private boolean leading = true;
  private long numbers;

  /** One after the other, as the loop would. */
  private synchronized CompletableFuture<ApiReply> answer(ApiCall call) {
    CompletableFuture<ApiReply> reply = new CompletableFuture<>();
    carryOut(desk.call(++numbers, call, situation(), new MonoTime(0)), reply);
    return reply;
  }

  private void carryOut(List<DeskEffect> effects, CompletableFuture<ApiReply> reply) {
    for (DeskEffect effect : effects) {
      if (effect instanceof DeskEffect.Commit(long token, List<LedgerEntry> entries)) {
        entries.forEach(this::commit);
        carryOut(desk.recorded(token, true, "", record), reply);
      } else if (effect instanceof DeskEffect.Answer answer) {
        reply.complete(answer.reply());
      }
    }
  }

  private synchronized void commit(LedgerEntry entry) {
    record = record.apply(new Position(new Term(1), record.position().index() + 1), entry);
  }

  private Situation situation() {
    return new Situation(
        AT,
        ALICE,
        record,
        new YamlReader()
            .read(
                "test.yaml",
                """
                cluster: {name: test}
                nodes:
                  alice: {links: [127.0.0.1], fence: [pdu]}
                  bob: {links: [127.0.0.2], fence: [pdu]}
                fence-devices:
                  pdu: {agent: fence_dummy}
                resources:
                  disk: {agent: drbd, with: {resource: r0}, promotable: true}
                """)
            .definitions(),
        new Term(1),
        Optional.of(ALICE),
        leading
            ? Optional.of(new LeaderView(new Term(1), Plan.EMPTY, members, true, Set.of()))
            : Optional.empty(),
        NodeReport.EMPTY,
        new QuorumStatus(true, 2, 2, 2, "2 nodes agree", Optional.empty()),
        new TreeMap<>());
  }

  private Path socket() {
    return directory.resolve("api.sock");
  }

  private Process begin(String client) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", SCRIPT.toString());
    builder.environment().clear();
    builder.environment().put("PATH", only(client).toString());
    builder.environment().put("HACTL_SOCKET", socket().toString());
    builder.environment().put("HAD_FENCE_PEER_TIMEOUT", "40s");
    builder.environment().put("DRBD_RESOURCE", "r0");
    builder.environment().put("DRBD_PEERS", "bob");
    return builder.redirectErrorStream(true).redirectOutput(said().toFile()).start();
  }

  private Path said() {
    return directory.resolve("said");
  }

  /** A directory of programs in which that client is the only one. */
  private Path only(String client) throws IOException {
    Path programs = Files.createDirectories(directory.resolve(client));
    for (String name : List.of(client, "sed", "sleep")) {
      Path there = Path.of("/usr/bin", name);
      assumeTrue(Files.exists(there), there + " is not installed");
      Path program =
          Files.writeString(programs.resolve(name), "#!/bin/sh\nexec %s \"$@\"\n".formatted(there));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
    return programs;
  }

  private static int end(Process handler) throws InterruptedException {
    assertThat(handler.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return handler.exitValue();
  }

  private void isLost(NodeName node) {
    commit(new LedgerEntry.NodeLost(AT, node, new Incarnation(1), "not heard"));
  }

  private void isOff(NodeName node) {
    commit(
        new LedgerEntry.FenceConfirmed(AT, node, new Incarnation(1), "pdu", "cluster", "read off"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "perl"})
  void memberThatIsNotPromotedIsOutdated(String client) throws Exception {
    members.put(ALICE, NodeReport.EMPTY);
    members.put(BOB, NodeReport.EMPTY);
    try (ApiServer server = ApiServer.start(socket(), "alice", this::answer)) {
      assertThat(server).isNotNull();
      assertThat(end(begin(client))).as(() -> text()).isEqualTo(OUTDATED);
    }

    assertThat(record.overrides())
        .singleElement()
        .satisfies(o -> {
          assertThat(o.override()).isInstanceOf(ReplicaBehind.class);
          assertThat(o.author()).endsWith("@alice");
          assertThat(o.reason()).isEqualTo("DRBD on alice lost the connection to bob");
        });
    assertThat(text()).contains("r0: the replica on bob is outdated; writing goes on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "perl"})
  void lostPeerIsWaitedForUntilItIsOff(String client) throws Exception {
    members.put(ALICE, NodeReport.EMPTY);
    isLost(BOB);
    try (ApiServer server = ApiServer.start(socket(), "alice", this::answer)) {
      assertThat(server).isNotNull();
      Process handler = begin(client);
      assertThat(handler.waitFor(2, TimeUnit.SECONDS)).as(() -> text()).isFalse();
      isOff(BOB);
      assertThat(end(handler)).as(() -> text()).isEqualTo(OFF);
    }

    assertThat(record.overrides()).as("declared once").hasSize(1);
    assertThat(record.overrides().getFirst().override())
        .isInstanceOfSatisfying(
            ReplicaBehind.class, b -> assertThat(b.epoch()).as("declared once").isEqualTo(2));
  }

  /** A daemon that is just beginning, or a cluster without a leader, is asked again. */
  @Test
  void daemonThatIsNotThereYetIsWaitedFor() throws Exception {
    members.put(ALICE, NodeReport.EMPTY);
    isLost(BOB);
    isOff(BOB);
    leading = false;
    Process handler = begin("curl");
    assertThat(handler.waitFor(1, TimeUnit.SECONDS)).isFalse();
    try (ApiServer server = ApiServer.start(socket(), "alice", this::answer)) {
      assertThat(server).isNotNull();
      assertThat(handler.waitFor(1, TimeUnit.SECONDS)).isFalse();
      synchronized (this) {
        leading = true;
      }
      assertThat(end(handler)).as(() -> text()).isEqualTo(OFF);
    }
  }

  @Test
  void withoutAnAnswerTheWritesGoOnWaitingAndTheReasonIsSaid() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", SCRIPT.toString());
    builder.environment().clear();
    builder.environment().put("PATH", only("curl").toString());
    builder.environment().put("HACTL_SOCKET", socket().toString());
    builder.environment().put("HAD_FENCE_PEER_TIMEOUT", "2s");
    builder.environment().put("DRBD_RESOURCE", "r7");
    builder.environment().put("DRBD_PEERS", "bob");
    builder.redirectErrorStream(true).redirectOutput(said().toFile());
    assertThat(end(builder.start())).isEqualTo(KEEP_WAITING);
    assertThat(text()).contains("no daemon answers here");

    members.put(ALICE, NodeReport.EMPTY);
    try (ApiServer server = ApiServer.start(socket(), "alice", this::answer)) {
      assertThat(server).isNotNull();
      assertThat(end(builder.start())).isEqualTo(KEEP_WAITING);
    }
    assertThat(text()).contains("bob may still write").contains("replicates 'r7'");
  }

  private String text() {
    try {
      return Files.readString(said());
    } catch (IOException e) {
      return e.toString();
    }
  }
}
