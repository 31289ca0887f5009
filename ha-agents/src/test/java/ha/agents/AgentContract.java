package ha.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every agent has to do. Extend it, and say which agent with which parameters. */
public abstract class AgentContract {
  @TempDir protected Path directory;
  protected ResourceAgent agent;
  protected Calls calls;

  /** The agent under test and calls to it; resources may be put into {@link #directory}. */
  protected abstract Calls prepare() throws Exception;

  /** Where the agent comes from. */
  protected Agents agents() {
    return Calls.agents(directory);
  }

  @BeforeEach
  void find() throws Exception {
    calls = prepare();
    agent = agents().find(calls.of(Operation.START).agent()).orElseThrow();
  }

  @AfterEach
  void stopWhateverRuns() throws Exception {
    perform(Operation.STOP);
  }

  protected AgentResult perform(Operation operation) throws InterruptedException {
    return agent.perform(calls.of(operation));
  }

  @Test
  void monitorOfStoppedSaysNotRunning() throws Exception {
    assertThat(perform(Operation.MONITOR)).isInstanceOf(AgentResult.NotRunning.class);
  }

  @Test
  void startAndStopAreIdempotent() throws Exception {
    assertThat(perform(Operation.STOP)).as("stop of stopped").isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.START)).as("start of started").isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(AgentResult.NotRunning.class);
    assertThat(perform(Operation.STOP)).as("second stop").isEqualTo(AgentResult.OK);
  }

  @Test
  void startsAgainAfterStop() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void stopsWhenItsConfigurationIsGone() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    loseConfiguration();
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(AgentResult.NotRunning.class);
  }

  /** Takes away what the resource itself was configured with; by default all parameters. */
  protected void loseConfiguration() throws Exception {
    calls.with(Map.of());
  }

  @Test
  void describesItself() {
    assertThat(agent.describe())
        .isInstanceOfSatisfying(
            AgentMetadata.class,
            m -> {
              assertThat(m.name()).isNotEmpty();
              assertThat(m.summary()).isNotEmpty();
              assertThat(m.offers(Operation.START)).isTrue();
              assertThat(m.offers(Operation.STOP)).isTrue();
              assertThat(m.offers(Operation.MONITOR)).isTrue();
            });
  }
}
