package ha.agents.dummy;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.Calls;
import ha.agents.Operation;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DummyAgentTest extends AgentContract {
  @Override
  protected Calls prepare() {
    return new Calls("dummy", "one");
  }

  @Test
  void failsWhereItIsToldTo() throws Exception {
    calls.with(Map.of("fail-on", "start@bob, monitor@alice", "unknown-on", "stop"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(AgentResult.Failed.class);
    assertThat(perform(Operation.STOP)).isInstanceOf(AgentResult.Unknown.class);
    calls.with(Map.of());
  }

  @Test
  void slowerThanItsDeadlineTimesOutAndChangesNothing() throws Exception {
    calls.with(Map.of("delay", "1h"));
    assertThat(agent.perform(calls.of(Operation.START, Duration.ofMillis(50))))
        .isInstanceOf(AgentResult.TimedOut.class);
    calls.with(Map.of());
    assertThat(perform(Operation.MONITOR)).isInstanceOf(AgentResult.NotRunning.class);
  }

  @Test
  void migrates() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MIGRATE_TO)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.NOT_RUNNING);
    assertThat(perform(Operation.MIGRATE_FROM)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void unreadableStateIsUnknownNotStopped() throws Exception {
    var state = directory.resolve("state");
    Files.createDirectory(state);
    calls.with(Map.of("state", state.toString()));
    assertThat(perform(Operation.MONITOR)).isInstanceOf(AgentResult.Unknown.class);
    Files.delete(state);
    Files.writeString(state, "nonsense");
    assertThat(perform(Operation.MONITOR)).isInstanceOf(AgentResult.Unknown.class);
  }
}
