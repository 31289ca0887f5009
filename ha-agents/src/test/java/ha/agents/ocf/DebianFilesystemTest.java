package ha.agents.ocf;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Needs;
import ha.agents.Operation;
import ha.agents.filesystem.LoopDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ocf:heartbeat:Filesystem} of Debian's package resource-agents on a loop device. */
class DebianFilesystemTest extends AgentContract {
  @TempDir static Path disks;
  private static Optional<LoopDevice> device = Optional.empty();

  @BeforeAll
  static void make() throws Exception {
    Needs.root();
    Needs.file("/usr/lib/ocf/resource.d/heartbeat/Filesystem", "resource-agents");
    Needs.file("/usr/bin/fuser", "psmisc");
    device = Optional.of(LoopDevice.make(disks, "ext4"));
  }

  @AfterAll
  static void remove() throws Exception {
    if (device.isPresent()) {
      device.get().remove();
    }
  }

  @Override
  protected Agents agents() {
    return new ScriptTree(directory).agents(Path.of("/usr/lib/ocf"));
  }

  private Map<String, String> parameters() {
    return Map.of(
        "device", device.orElseThrow().path(),
        "directory", directory.resolve("mnt").toString(),
        "fstype", "ext4");
  }

  @Override
  protected Calls prepare() throws Exception {
    Files.createDirectories(directory.resolve("mnt"));
    return new Calls("ocf:heartbeat:Filesystem", "fs").with(parameters());
  }

  @Override
  protected Map<String, String> withoutConfiguration() {
    return parameters();
  }

  @Test
  void mountsForReal() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(directory.resolve("mnt/lost+found")).exists();
  }
}
