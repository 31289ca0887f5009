package ha.agents.ocf;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentMetadata;
import ha.agents.AgentResult;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Needs;
import ha.agents.Operation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code ocf:pacemaker:Stateful} of Debian's package pacemaker-resource-agents. */
class DebianStatefulTest extends AgentContract {
  @BeforeAll
  static void installed() {
    Needs.fileIfAvailable(
        "/usr/lib/ocf/resource.d/pacemaker/Stateful", "pacemaker-resource-agents");
  }

  @Override
  protected Agents agents() {
    ScriptTree tree = new ScriptTree(directory);
    return tree.agents(Path.of("/usr/lib/ocf"));
  }

  @Override
  protected Calls prepare() {
    return new Calls("ocf:pacemaker:Stateful", "disk:0")
        .with(Map.of("state", directory.resolve("state").toString()));
  }

  /** Its state file is its only parameter, and no configuration. */
  @Override
  protected Map<String, String> withoutConfiguration() {
    return Map.of("state", directory.resolve("state").toString());
  }

  @Test
  void promotesAndSaysHowSuitableItIsThroughTheHelper() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).containsEntry("promotion-score disk:0", "5");
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).containsEntry("promotion-score disk:0", "10");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.PROMOTED);
    assertThat(perform(Operation.DEMOTE)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).containsEntry("promotion-score disk:0", "5");
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).isEmpty();
    assertThat(agent.describe())
        .isInstanceOfSatisfying(AgentMetadata.class, m -> assertThat(m.promotable()).isTrue());
  }
}
