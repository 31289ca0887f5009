package ha.agents.ocf;

import ha.agents.AgentContract;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Needs;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;

/** {@code ocf:heartbeat:anything} of Debian's package resource-agents. */
class DebianAnythingTest extends AgentContract {
  @BeforeAll
  static void installed() {
    Needs.root();
    Needs.file("/usr/lib/ocf/resource.d/heartbeat/anything", "resource-agents");
  }

  @Override
  protected Agents agents() {
    return new ScriptTree(directory).agents(Path.of("/usr/lib/ocf"));
  }

  @Override
  protected Calls prepare() {
    return new Calls("ocf:heartbeat:anything", "any").with(parameters());
  }

  private Map<String, String> parameters() {
    return Map.of(
        "binfile", "/usr/bin/sleep",
        "cmdline_options", "3600",
        "pidfile", directory.resolve("any.pid").toString());
  }

  /** The script checks its program in every operation. */
  @Override
  protected Map<String, String> withoutConfiguration() {
    return parameters();
  }

  /** Its values are for a shell, and it hands all of them to one. */
  @Override
  protected Set<String> faultsOfOthers() {
    return Set.of("hostile values are only data");
  }
}
