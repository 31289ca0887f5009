package ha.agents.drbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.ClusterView.Facts;
import ha.agents.command.MonoClock;
import ha.agents.executor.Executor;
import ha.agents.executor.ExecutorSettings;
import ha.agents.executor.OperationRequest;
import ha.agents.executor.OperationResult;
import ha.agents.executor.OperationResult.Finished;
import ha.agents.executor.VirtualThreadSchedule;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.AgentRef;
import ha.model.snapshot.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DRBD says what happens, and nobody waits for the next monitor, which is an hour away. */
class DrbdChangesTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String CHANGE = "change ";

  @TempDir Path directory;
  private final DrbdDouble drbd = new DrbdDouble();
  private final Calls attributes = new Calls("drbd", "disk:0");
  private final TreeMap<NodeName, Standing> nodes = new TreeMap<>();
  private final List<Finished> results = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private Optional<Executor> opened = Optional.empty();

  private Executor executor() {
    drbd.on(directory.resolve("system"));
    nodes.put(new NodeName("alice"), Standing.MEMBER);
    nodes.put(new NodeName("bob"), Standing.MEMBER);
    AgentSettings plain = AgentSettings.of(directory.resolve("run"), directory.resolve("log"));
    AgentSettings settings =
        new AgentSettings(
            plain.runDirectory(),
            plain.logDirectory(),
            plain.ocfRoot(),
            plain.ocfStateDirectory(),
            Optional.empty(),
            drbd,
            MonoClock.SYSTEM,
            () -> new Facts(nodes, new TreeMap<>()));
    Executor executor =
        new Executor(
            new ExecutorSettings(
                Agents.of(List.of(new DrbdProvider(directory.resolve("system"))), settings),
                new NodeName("alice"),
                attributes,
                new VirtualThreadSchedule(),
                MonoClock.SYSTEM,
                InstantSource.system(),
                4,
                u -> {}));
    opened = Optional.of(executor);
    return executor;
  }

  @AfterEach
  void close() {
    opened.ifPresent(Executor::close);
  }

  private void run(Executor executor, String operation, Duration interval) {
    executor.run(
        new OperationRequest(
            "op" + ids.incrementAndGet(),
            new Term(1),
            new ResourceId("disk:0"),
            AgentRef.builtIn("drbd"),
            operation,
            interval,
            Duration.ofSeconds(60),
            0,
            false,
            new TreeMap<>(Map.of("resource", "r0", "connect-timeout", "1s")),
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty(),
            () -> true),
        this::keep);
  }

  private void keep(OperationResult result) {
    if (result instanceof Finished finished) {
      results.add(finished);
    }
  }

  private Optional<String> score() {
    return Optional.ofNullable(attributes.attributes.get("promotion-score disk:0"));
  }

  @Test
  void aWholeLifeIsSeenAsItHappens() {
    drbd.connectsWhenUp = false;
    drbd.diskWhenUp = "Inconsistent";
    Executor executor = executor();
    run(executor, "start", Duration.ZERO);
    run(executor, "monitor", HOUR);
    await().until(() -> results.size() == 2 && drbd.followers.size() == 1);
    assertThat(score()).isEmpty();

    drbd.connected("Primary", "UpToDate");
    drbd.happens(CHANGE + "connection name:r0 peer-node-id:1 conn-name:bob connection:Connected");
    await().until(() -> state().contains("peer=bob,Connected"));
    assertThat(score()).as("resynchronizing").isEmpty();

    drbd.disk = "UpToDate";
    drbd.happens(CHANGE + "device name:r0 volume:0 minor:0 disk:UpToDate");
    await().until(() -> score().equals(Optional.of("10000")));

    drbd.cut("StandAlone");
    drbd.happens(CHANGE + "connection name:r0 peer-node-id:1 conn-name:bob connection:StandAlone");
    await().until(() -> score().isEmpty());
    assertThat(state()).contains("StandAlone");
    assertThat(results.getLast().result().reason()).contains("split brain");

    run(executor, "stop", Duration.ZERO);
    await().until(() -> drbd.followers.isEmpty());
  }

  private String state() {
    return attributes.attributes.getOrDefault("drbd-disk", "");
  }

  @Test
  void onlyWhatDecidesSomethingIsWorthALook() {
    Changes changes = new Changes("r0");
    assertThat(changes.worthALook("exists resource name:r0 role:Secondary suspended:no")).isFalse();
    assertThat(changes.worthALook("exists device name:r0 volume:0 minor:0 disk:UpToDate"))
        .isFalse();
    assertThat(changes.worthALook("exists -")).as("the stream begins").isTrue();
    String resync = "change peer-device name:r0 peer-node-id:1 conn-name:bob volume:0 ";
    assertThat(changes.worthALook(resync + "replication:SyncSource peer-disk:Inconsistent done:0"))
        .isTrue();
    assertThat(changes.worthALook(resync + "replication:SyncSource done:12.5")).isFalse();
    assertThat(changes.worthALook(resync + "done:50.0")).isFalse();
    assertThat(changes.worthALook(resync + "replication:Established peer-disk:UpToDate")).isTrue();
    assertThat(changes.worthALook("change resource name:r0 may_promote:no")).isFalse();
    assertThat(changes.worthALook("7* change resource name:r0 role:Primary suspended:no")).isTrue();
    assertThat(changes.worthALook("change resource name:other role:Primary")).isFalse();
    assertThat(changes.worthALook("call helper name:r0 helper:before-resync-target")).isFalse();
    assertThat(changes.worthALook("destroy resource name:r0")).isTrue();
    assertThat(changes.worthALook("")).isFalse();
  }
}
