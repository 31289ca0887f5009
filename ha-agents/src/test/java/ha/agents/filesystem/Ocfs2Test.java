package ha.agents.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Ok;
import ha.agents.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** OCFS2, with the heads of disks that mkfs.ocfs2 1.8.7 has written. */
class Ocfs2Test extends MountContract {
  private static final int OF_4096 = 2 * 4096;

  @Override
  protected Map<String, String> ready() {
    machine.online("ocfs2", "alice", "bob");
    machine.number = "147:0";
    return parameters("ocfs2-named.txt", OF_4096);
  }

  private Map<String, String> parameters(String recording, int offset) {
    Path disk = MountDouble.disk(directory.resolve("disk-" + recording), recording, offset);
    return Map.of("device", disk.toString(), "directory", point().toString(), "type", "ocfs2");
  }

  private void given(String name, String value) {
    Map<String, String> all = new HashMap<>(parameters("ocfs2-named.txt", OF_4096));
    all.put(name, value);
    calls.with(all);
  }

  @Test
  void missingStackIsNamed() throws Exception {
    machine.remove("sys/fs/ocfs2/cluster_stack");
    assertFailed(Operation.START, "stack of OCFS2 is not loaded", "o2cb", "before this one");
    machine.write("sys/fs/ocfs2/cluster_stack", "pcmk\n");
    assertFailed(Operation.START, "stack 'o2cb'", "uses 'pcmk'");
    assertThat(mountWasAsked()).isFalse();
  }

  @Test
  void anotherClusterThanTheDisksIsNamed() throws Exception {
    calls.with(parameters("ocfs2-pcmk.txt", OF_4096));
    assertFailed(Operation.START, "stack 'pcmk'", "uses 'o2cb'");
    machine.write("sys/fs/ocfs2/cluster_stack", "pcmk\n");
    assertFailed(Operation.START, "dlm_controld does not run");
    machine.locks("other");
    assertFailed(Operation.START, "made for the cluster 'lab'", "'other'");
    machine.locks("lab");
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
  }

  @Test
  void offlineClusterIsNamed() throws Exception {
    machine.remove("sys/kernel/config/cluster/ocfs2/heartbeat/mode");
    for (String node : new String[] {"alice", "bob"}) {
      machine.remove("sys/kernel/config/cluster/ocfs2/node/" + node + "/num");
      machine.remove("sys/kernel/config/cluster/ocfs2/node/" + node);
    }
    machine.remove("sys/kernel/config/cluster/ocfs2/node");
    machine.remove("sys/kernel/config/cluster/ocfs2/heartbeat");
    machine.remove("sys/kernel/config/cluster/ocfs2");
    assertFailed(Operation.START, "no cluster of O2CB is online", "wants 'ocfs2'", "agent o2cb");
    machine.online("vm", "alice");
    assertFailed(Operation.START, "for the cluster 'ocfs2'", "online is 'vm'", "tunefs.ocfs2");
  }

  @Test
  void nodeOutsideOfTheClusterIsNamed() throws Exception {
    machine.remove("sys/kernel/config/cluster/ocfs2/node/alice/num");
    machine.remove("sys/kernel/config/cluster/ocfs2/node/alice");
    assertFailed(Operation.START, "does not have this node, 'alice'");
  }

  @Test
  void smallBlocksAndDisksWithoutClusterAreRead() throws Exception {
    calls.with(parameters("ocfs2-plain-512.txt", 1024));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    perform(Operation.STOP);
    machine.remove("sys/fs/ocfs2/cluster_stack");
    assertFailed(Operation.START, "not loaded");
    calls.with(parameters("ocfs2-local.txt", OF_4096));
    assertThat(perform(Operation.START)).as("made for one machine").isEqualTo(AgentResult.OK);
  }

  @Test
  void otherDisksAreRefused() throws Exception {
    calls.with(parameters("gfs2.txt", 65_536));
    assertFailed(Operation.START, "there is no OCFS2 file system");
    assertThat(mountWasAsked()).isFalse();
  }

  @Test
  void silenceIsNoFailureWhileALostNodeMayBeRecovered() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    machine.silent = true;
    assertThat(perform(Operation.MONITOR))
        .isInstanceOfSatisfying(
            Ok.class,
            ok -> {
              assertThat(ok.degraded()).isTrue();
              assertThat(ok.reason()).contains("did not answer", "silent for");
            });
    given("recovery-time", "0s");
    assertThat(perform(Operation.MONITOR))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("did not answer"));
    machine.silent = false;
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void heartbeatThatStaysIsEndedBeforeItCountsAsStopped() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    machine.heartbeatEnds = false;
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(machine.asked).contains("ocfs2_hb_ctl -K -u " + MountDouble.OCFS2_REGION);
  }

  @Test
  void neverByForce() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    machine.silent = true;
    assertThat(within(Operation.STOP, Duration.ofSeconds(3))).isEqualTo(AgentResult.OK);
    assertThat(machine.asked).noneMatch(c -> c.contains("--force") || c.contains("--lazy"));
  }
}
