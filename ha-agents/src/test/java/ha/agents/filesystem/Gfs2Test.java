package ha.agents.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentResult;
import ha.agents.Operation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** GFS2, with the head of a disk that mkfs.gfs2 3.5 has written for the cluster "lab". */
class Gfs2Test extends MountContract {
  @Override
  protected Map<String, String> ready() {
    machine.locks("lab");
    machine.number = "147:0";
    return parameters("");
  }

  private Map<String, String> parameters(String options) {
    Path disk = MountDouble.disk(directory.resolve("disk"), "gfs2.txt", 65_536);
    Map<String, String> all = new HashMap<>();
    all.put("device", disk.toString());
    all.put("directory", point().toString());
    all.put("type", "gfs2");
    if (!options.isEmpty()) {
      all.put("options", options);
    }
    return all;
  }

  @Test
  void missingLockManagerIsNamed() throws Exception {
    machine.remove("proc/2000000012/stat");
    machine.remove("proc/2000000012");
    assertFailed(Operation.START, "dlm_controld does not run", "agent dlm", "before this one");
    assertThat(mountWasAsked()).isFalse();
    calls.with(parameters("noatime,lockproto=lock_nolock"));
    assertThat(perform(Operation.START)).as("for one machine").isEqualTo(AgentResult.OK);
  }

  @Test
  void missingQuorumIsNamed() throws Exception {
    machine.quorate = false;
    assertFailed(Operation.START, "Corosync is not quorate");
    assertThat(mountWasAsked()).isFalse();
  }

  @Test
  void anotherClusterThanTheDisksIsNamed() throws Exception {
    machine.locks("other");
    assertFailed(Operation.START, "for the cluster 'lab'", "Corosync's is 'other'");
    calls.with(parameters("locktable=other:g0"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
  }

  @Test
  void withdrawnIsAFailure() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    machine.write("sys/fs/gfs2/lab:g0/id", "147:0\n");
    machine.write("sys/fs/gfs2/lab:g0/withdraw", "0\n");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    machine.write("sys/fs/gfs2/lab:g0/withdraw", "1\n");
    assertFailed(Operation.MONITOR, "has withdrawn", "fsck.gfs2");
  }
}
