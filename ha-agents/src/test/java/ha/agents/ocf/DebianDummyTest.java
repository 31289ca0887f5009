package ha.agents.ocf;

import ha.agents.AgentContract;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Needs;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;

/** {@code ocf:heartbeat:Dummy} of Debian's package resource-agents. */
class DebianDummyTest extends AgentContract {
  @BeforeAll
  static void installed() {
    Needs.file("/usr/lib/ocf/resource.d/heartbeat/Dummy", "resource-agents");
  }

  @Override
  protected Agents agents() {
    return new ScriptTree(directory).agents(Path.of("/usr/lib/ocf"));
  }

  @Override
  protected Calls prepare() {
    return new Calls("ocf:heartbeat:Dummy", "trial");
  }
}
