package ha.agents.dummy;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentMetadata;
import ha.agents.AgentResult;
import ha.agents.Calls;
import ha.agents.Operation;
import org.junit.jupiter.api.Test;

class StatefulAgentTest extends AgentContract {
  @Override
  protected Calls prepare() {
    return new Calls("stateful", "disk:0");
  }

  @Test
  void promotesAndDemotesAndSaysHowSuitableItIs() throws Exception {
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.NOT_RUNNING);
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).containsEntry("promotion-score disk:0", "5");
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).containsEntry("promotion-score disk:0", "10");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.PROMOTED);
    assertThat(perform(Operation.PROMOTE)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.START)).isInstanceOf(AgentResult.Failed.class);
    assertThat(perform(Operation.DEMOTE)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).isEmpty();
  }

  @Test
  void saysWhatItCan() {
    assertThat(agent.describe())
        .isInstanceOfSatisfying(
            AgentMetadata.class,
            m -> {
              assertThat(m.promotable()).isTrue();
              assertThat(m.migratable()).isFalse();
            });
  }
}
