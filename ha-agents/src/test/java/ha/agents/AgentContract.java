package ha.agents;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.contract.Bench;
import ha.agents.contract.ContractKit;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
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

  /** What is left of the parameters when the resource's configuration is lost: by default none. */
  protected Map<String, String> withoutConfiguration() {
    return Map.of();
  }

  /** Names of checks that a script of others is known to fail, and that we cannot mend. */
  protected Set<String> faultsOfOthers() {
    return Set.of();
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    Bench bench = calls.bench(agent, withoutConfiguration());
    return ContractKit.checks(bench, directory).stream()
        .filter(check -> !faultsOfOthers().contains(check.name()))
        .map(check ->
            DynamicTest.dynamicTest(check.name(), () -> assertThat(check.violation()).isEmpty()));
  }
}
