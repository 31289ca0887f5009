package ha.agents.o2cb;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentCall;
import ha.agents.Calls;
import ha.agents.ClusterView;
import ha.agents.Operation;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Commands;
import ha.agents.command.MonoClock;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.snapshot.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCFS2 is told of a node that is off, by the real dd on a file that stands for the disk. */
class DeparturesTest {
  private static final NodeName BOB = new NodeName("bob");
  private static final int BLOCK = 512;
  private static final int FIRST = 40;
  private static final int NUMBER = 2;

  @TempDir Path system;
  private final AtomicInteger runs = new AtomicInteger();
  private volatile Standing bob = Standing.FENCED;
  private volatile Runnable afterFirstRead = () -> {};
  private final AtomicInteger silent = new AtomicInteger();
  private volatile int unreadable;
  private volatile MonoTime asked = MonoClock.SYSTEM.now();
  private volatile MonoTime writeBy = asked;
  private volatile Duration fresh = Duration.ofSeconds(60);

  @BeforeEach
  void layOut() throws IOException {
    Path cluster = system.resolve("sys/kernel/config/cluster/ocfs2");
    Path region = Files.createDirectories(cluster.resolve("heartbeat/86A4"));
    Files.writeString(region.resolve("dev"), "drbd0\n");
    Files.writeString(region.resolve("start_block"), FIRST + "\n");
    Files.writeString(region.resolve("block_bytes"), BLOCK + "\n");
    Files.writeString(Files.createDirectories(cluster.resolve("node/bob")).resolve("num"), "2\n");
    Files.createDirectories(system.resolve("dev"));
    byte[] disk = new byte[(FIRST + 8) * BLOCK];
    Arrays.fill(disk, (byte) 0x5a);
    Files.write(disk(), disk);
    put(HeartbeatBlockTest.ofNode2());
  }

  private Path disk() {
    return system.resolve("dev/drbd0");
  }

  private void put(byte[] block) throws IOException {
    byte[] disk = Files.readAllBytes(disk());
    System.arraycopy(block, 0, disk, (FIRST + NUMBER) * BLOCK, BLOCK);
    Files.write(disk(), disk);
  }

  private HeartbeatBlock onDisk() throws IOException {
    int at = (FIRST + NUMBER) * BLOCK;
    return new HeartbeatBlock(Arrays.copyOfRange(Files.readAllBytes(disk()), at, at + BLOCK));
  }

  /** The real dd, past the cache where the disk is one. */
  private CommandOutcome run(Command command, MonoTime deadline) throws InterruptedException {
    int run = runs.incrementAndGet();
    if (run <= unreadable) {
      return new CommandOutcome.Exited(1, "dd: Input/output error\n", Duration.ZERO);
    }
    if (command.arguments().contains("oflag=direct")) {
      writeBy = deadline;
    }
    List<String> words =
        command.arguments().stream().filter(w -> !w.endsWith("flag=direct")).toList();
    Commands real = Calls.runner();
    CommandOutcome outcome =
        real.run(
            new Command(words, command.environment(), command.directory(), command.errorsToo()),
            deadline);
    if (run == 1) {
      afterFirstRead.run();
    }
    return outcome;
  }

  private void off() throws InterruptedException {
    AgentCall call =
        new Calls("o2cb", "stack:0")
            .with(Map.of("cluster", "ocfs2"))
            .running(this::run)
            .of(Operation.MONITOR);
    ClusterView view =
        () -> {
          asked = MonoClock.SYSTEM.now();
          return silent.getAndDecrement() > 0
              ? ClusterView.Facts.UNKNOWN
              : new ClusterView.Facts(new TreeMap<>(Map.of(BOB, bob)), new TreeMap<>());
        };
    Departures departures =
        new Departures(
            call,
            "ocfs2",
            new O2cbKernel(system),
            view,
            system.resolve("scratch"),
            Duration.ofMillis(50),
            fresh);
    departures.nodeIsOff(BOB);
    Awaitility.await().until(departures::isIdle);
  }

  @Test
  void aNodeThatIsOffHasLeft() throws Exception {
    byte[] before = Files.readAllBytes(disk());
    off();
    assertThat(onDisk().hasLeft()).isTrue();
    assertThat(onDisk().isOf(NUMBER)).isTrue();
    put(HeartbeatBlockTest.ofNode2());
    assertThat(Files.readAllBytes(disk())).as("nothing else was touched").isEqualTo(before);
  }

  @Test
  void aNodeThatStillBeatsIsLeftAlone() throws Exception {
    afterFirstRead =
        () -> {
          try {
            put(HeartbeatBlockTest.block("c4a7046b00000000" + "02000000"));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };
    off();
    assertThat(onDisk().sequence()).isEqualTo(0x6b04a7c4L);
  }

  @Test
  void aNodeThatCameBackMeanwhileIsLeftAlone() throws Exception {
    bob = Standing.MEMBER;
    off();
    assertThat(onDisk().hasLeft()).isFalse();
  }

  @Test
  void aDiskThatDoesNotAnswerIsAskedAgain() throws Exception {
    unreadable = 2;
    off();
    assertThat(onDisk().hasLeft()).isTrue();
  }

  /** By then the node may be back, and mount. */
  @Test
  void onAWordThatHasGrownOldNothingIsWritten() throws Exception {
    fresh = Duration.ZERO;
    off();
    assertThat(onDisk().hasLeft()).isFalse();
  }

  @Test
  void theWriterIsKilledBeforeTheWordGrowsOld() throws Exception {
    fresh = Duration.ofSeconds(15);
    off();
    assertThat(onDisk().hasLeft()).isTrue();
    assertThat(writeBy.since(asked)).isLessThanOrEqualTo(fresh);
  }

  @Test
  void aClusterThatDoesNotAnswerIsAskedAgain() throws Exception {
    silent.set(2);
    off();
    assertThat(onDisk().hasLeft()).isTrue();
  }

  @Test
  void aBlockThatIsNotUnderstoodStays() throws Exception {
    byte[] strange = HeartbeatBlockTest.ofNode2();
    strange[100] = 7;
    put(strange);
    off();
    assertThat(onDisk().hasLeft()).isFalse();
  }
}
