package ha.agents.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.Promoted;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.ClusterView.Facts;
import ha.agents.OcfCodes;
import ha.agents.Operation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A whole life of a replica: connect, promote, both promoted, cut off, split brain, stop. */
class DrbdAgentTest extends AgentContract {
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");
  private static final String SCORE = "promotion-score disk:0";

  private final TreeMap<NodeName, Standing> nodes = new TreeMap<>();
  private final TreeMap<ResourceId, Long> behind = new TreeMap<>();
  private final DrbdDouble drbd = new DrbdDouble();

  @Override
  protected Calls prepare() {
    drbd.on(directory.resolve("system"));
    nodes.put(ALICE, Standing.MEMBER);
    nodes.put(BOB, Standing.MEMBER);
    return new Calls("drbd", "disk:0")
        .with(Map.of("resource", "r0", "connect-timeout", "600ms"))
        .running(drbd);
  }

  @Override
  protected Agents agents() {
    AgentSettings settings =
        AgentSettings.of(directory.resolve("run"), directory.resolve("log"))
            .with(() -> new Facts(nodes, behind));
    return Agents.of(List.of(new DrbdProvider(directory.resolve("system"))), settings);
  }

  private String score() {
    return calls.attributes.getOrDefault(SCORE, "none");
  }

  private static void assertDegraded(AgentResult result, boolean promoted) {
    assertThat(result).isInstanceOf(promoted ? Promoted.class : Ok.class);
    assertThat(OcfCodes.exitCode(result))
        .isEqualTo(promoted ? ExitCode.DEGRADED_PROMOTED : ExitCode.DEGRADED);
    assertThat(result.reason()).isNotEmpty();
  }

  private AgentResult quickly(Operation operation) throws InterruptedException {
    return agent.perform(calls.of(operation, Duration.ofMillis(800)));
  }

  @Test
  void singlePrimaryLife() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(new Ok(false));
    assertThat(score()).isEqualTo("10000");
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.PROMOTED);
    assertThat(perform(Operation.PROMOTE)).as("again").isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.START)).as("start of promoted").isInstanceOf(Failed.class);
    assertThat(perform(Operation.DEMOTE)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.DEMOTE)).as("again").isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).isEmpty();
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.NOT_RUNNING);
  }

  @Test
  void stopsWhatIsPromoted() throws Exception {
    perform(Operation.START);
    perform(Operation.PROMOTE);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
  }

  @Test
  void bothPromotedWhereDrbdAllowsIt() throws Exception {
    perform(Operation.START);
    drbd.connected("Primary", "UpToDate");
    assertThat(perform(Operation.PROMOTE))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("Multiple primaries not allowed"));
    drbd.dualAllowed = true;
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.PROMOTED);
  }

  @Test
  void syncTargetIsNotPromotedBeforeItsEnd() throws Exception {
    drbd.diskWhenUp = "Inconsistent";
    assertThat(perform(Operation.START)).satisfies(r -> assertDegraded(r, false));
    assertThat(score()).isEqualTo("none");
    assertThat(perform(Operation.PROMOTE))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("is Inconsistent here"));
    assertThat(drbd.asked).doesNotContain("drbdadm primary r0");
    drbd.disk = "UpToDate";
    perform(Operation.MONITOR);
    assertThat(score()).isEqualTo("10000");
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
  }

  @Test
  void notPromotedWhileThePeerMayWrite() throws Exception {
    drbd.connectsWhenUp = false;
    assertThat(perform(Operation.START)).satisfies(r -> assertDegraded(r, false));
    assertThat(score()).as("bob lives").isEqualTo("none");
    assertThat(perform(Operation.PROMOTE))
        .isInstanceOfSatisfying(
            Failed.class,
            f -> assertThat(f.reason()).contains("bob (member) is neither connected nor"));
    nodes.put(BOB, Standing.LOST);
    perform(Operation.MONITOR);
    assertThat(score()).as("bob is being fenced").isEqualTo("1000");
    assertThat(perform(Operation.PROMOTE))
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.reason()).contains("bob (lost)"));
    assertThat(drbd.asked).doesNotContain("drbdadm primary r0");
    nodes.put(BOB, Standing.FENCED);
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).satisfies(r -> assertDegraded(r, true));
  }

  @Test
  void notPromotedWhenNothingIsKnownOfTheOthers() throws Exception {
    drbd.connectsWhenUp = false;
    perform(Operation.START);
    nodes.clear();
    assertThat(perform(Operation.PROMOTE))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("cannot be told"));
  }

  @Test
  void consistentDataIsEnoughOnlyWithThePeerOff() throws Exception {
    drbd.connectsWhenUp = false;
    drbd.diskWhenUp = "Consistent";
    perform(Operation.START);
    assertThat(perform(Operation.PROMOTE)).isInstanceOf(Failed.class);
    nodes.put(BOB, Standing.LEFT);
    perform(Operation.MONITOR);
    assertThat(score()).isEqualTo("1000");
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
  }

  /** drbdadm waits for the fence-peer handler, and so longer than anybody's patience. */
  @Test
  void promotionThatTookLongIsNoFailure() throws Exception {
    drbd.connectsWhenUp = false;
    nodes.put(BOB, Standing.FENCED);
    perform(Operation.START);
    calls.with(Map.of("resource", "r0", "connect-timeout", "1ms"));
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
  }

  @Test
  void outdatedDataIsNeverPromoted() throws Exception {
    drbd.connectsWhenUp = false;
    drbd.diskWhenUp = "Outdated";
    nodes.put(BOB, Standing.FENCED);
    perform(Operation.START);
    assertThat(score()).isEqualTo("none");
    assertThat(perform(Operation.PROMOTE)).isInstanceOf(Failed.class);
    assertThat(drbd.asked).doesNotContain("drbdadm primary r0");
  }

  @Test
  void promotionWaitsForThePeerToBeOff() throws Exception {
    drbd.connectsWhenUp = false;
    nodes.put(BOB, Standing.LOST);
    perform(Operation.START);
    calls.with(Map.of("resource", "r0", "connect-timeout", "20s"));
    Thread promotion =
        Thread.ofVirtual()
            .start(() -> {
              try {
                perform(Operation.PROMOTE);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(promotion.join(Duration.ofMillis(300))).isFalse();
    assertThat(drbd.isPrimary()).isFalse();
    nodes.put(BOB, Standing.FENCED);
    assertThat(promotion.join(Duration.ofSeconds(20))).isTrue();
    assertThat(perform(Operation.MONITOR)).satisfies(r -> assertDegraded(r, true));
  }

  @Test
  void splitBrainIsShownAndNothingIsDiscarded() throws Exception {
    drbd.dualAllowed = true;
    perform(Operation.START);
    perform(Operation.PROMOTE);
    drbd.cut("StandAlone");
    drbd.bitmap = "1111111111111111";
    assertThat(perform(Operation.MONITOR)).satisfies(r -> assertDegraded(r, true));
    assertThat(calls.attributes)
        .containsEntry(
            "drbd-disk",
            "resource=r0 role=Primary disk=UpToDate peer=bob,StandAlone,Unknown,DUnknown"
                + " generation=9AD1E3B2E0B5A0D6,1111111111111110");
    perform(Operation.DEMOTE);
    assertThat(perform(Operation.PROMOTE))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("hactl drbd status"));
    assertThat(drbd.asked).noneMatch(c -> c.contains("discard") || c.contains("invalidate"));
  }

  @Test
  void caughtUpIsSaidWithTheEpochOfWhatWasDeclared() throws Exception {
    perform(Operation.START);
    assertThat(calls.attributes).doesNotContainKey("replica-disk");
    behind.put(new ResourceId("disk"), 42L);
    drbd.disk = "Inconsistent";
    perform(Operation.MONITOR);
    assertThat(calls.attributes).as("still resynchronizing").doesNotContainKey("replica-disk");
    drbd.disk = "UpToDate";
    drbd.cut("Connecting");
    perform(Operation.MONITOR);
    assertThat(calls.attributes).as("cut off again").doesNotContainKey("replica-disk");
    drbd.connected("Primary", "UpToDate");
    perform(Operation.MONITOR);
    assertThat(calls.attributes).containsEntry("replica-disk", "42");
  }

  @Test
  void startReconnectsWhatWasGivenUp() throws Exception {
    perform(Operation.START);
    drbd.cut("StandAlone");
    drbd.connectsWhenUp = true;
    assertThat(perform(Operation.START)).isEqualTo(new Ok(false));
    assertThat(drbd.asked).contains("drbdadm adjust r0");
  }

  @Test
  void inUseIsSaidWhereItCannotBeDemoted() throws Exception {
    perform(Operation.START);
    perform(Operation.PROMOTE);
    drbd.heldOpen = true;
    Path mounts = directory.resolve("system/proc/self/mountinfo");
    Files.createDirectories(mounts.getParent());
    Files.writeString(
        mounts, "36 35 147:0 / /srv/xen rw,relatime shared:1 - ocfs2 /dev/drbd0 rw\n");
    for (Operation operation : List.of(Operation.DEMOTE, Operation.STOP)) {
      assertThat(quickly(operation))
          .isInstanceOfSatisfying(
              TimedOut.class,
              t -> assertThat(t.reason()).contains("held open").contains("mounted on /srv/xen"));
    }
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.PROMOTED);
    drbd.heldOpen = false;
  }

  @Test
  void version84IsReadAlike() throws Exception {
    drbd.version84 = true;
    assertThat(perform(Operation.START)).isEqualTo(new Ok(false));
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
    drbd.cut("WFConnection");
    assertThat(perform(Operation.MONITOR)).satisfies(r -> assertDegraded(r, true));
    perform(Operation.DEMOTE);
    assertThat(perform(Operation.PROMOTE))
        .as("whoever is not named may be any other node")
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.reason()).contains("bob (member)"));
    nodes.put(BOB, Standing.FENCED);
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
  }

  @Test
  void frozenInputAndOutputIsDegraded() throws Exception {
    perform(Operation.START);
    perform(Operation.PROMOTE);
    drbd.suspended = "fencing";
    assertThat(perform(Operation.MONITOR)).satisfies(r -> assertDegraded(r, true));
    assertThat(perform(Operation.MONITOR).reason()).isEqualTo("writing is held back: fencing");
    assertThat(calls.attributes.get("drbd-disk")).contains("suspended=fencing");
  }

  @Test
  void withoutTheModuleNothingRunsAndNothingIsLoaded() throws Exception {
    drbd.loaded = false;
    drbd.showModule();
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
    assertThat(drbd.asked).isEmpty();
    assertThat(perform(Operation.START)).isEqualTo(new Ok(false));
    assertThat(drbd.asked).contains("modprobe drbd");
  }

  /** Versions of 8.4 before Debian 12's number what they tell, and name no connection. */
  @Test
  void numberedEventsAreReadAlike() {
    String events =
        """
        1* exists resource name:r0 role:Primary suspended:no
        1* exists connection name:r0 local:ipv4:10.77.0.1:7788 peer:ipv4:10.77.0.2:7788 connection:Connected role:Secondary
        1* exists device name:r0 volume:0 minor:0 disk:UpToDate
        1 exists -
        """;
    assertThat(Events2.read("r0", events))
        .isInstanceOfSatisfying(
            Events2.Reading.Configured.class, c -> assertThat(c.state().isPrimary()).isTrue());
  }

  @Test
  void halfAnAnswerIsUnknown() throws Exception {
    assertThat(Events2.read("r0", "exists resource name:r0 role:Primary\n"))
        .isInstanceOf(Events2.Reading.Incomplete.class);
    assertThat(Events2.read("r0", "exists device name:r0 volume:0 minor:x disk:UpToDate\nexists -"))
        .isInstanceOf(Events2.Reading.Incomplete.class);
    drbd.configured = true;
    drbd.role = "Primary";
    calls.running((command, deadline) ->
        new ha.agents.command.CommandOutcome.Exited(0, "exists reso", Duration.ZERO));
    assertThat(perform(Operation.MONITOR)).isInstanceOf(Unknown.class);
    assertThat(perform(Operation.STOP)).isInstanceOf(Unknown.class);
    calls.running(drbd);
  }

  @Test
  void demotesWhatItsConfigurationHasForgotten() throws Exception {
    perform(Operation.START);
    perform(Operation.PROMOTE);
    drbd.inConfiguration = false;
    assertThat(perform(Operation.DEMOTE)).isEqualTo(AgentResult.OK);
    assertThat(drbd.asked).contains("drbdsetup secondary r0");
    drbd.inConfiguration = true;
  }

  @Test
  void badNameIsRefused() throws Exception {
    calls.with(Map.of("resource", "--all"));
    assertThat(perform(Operation.VALIDATE)).isInstanceOf(Failed.class);
    assertThat(perform(Operation.START)).isInstanceOf(Failed.class);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(Failed.class);
    calls.with(Map.of("resource", "r7"));
    assertThat(perform(Operation.VALIDATE))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("not defined in your config"));
  }
}
