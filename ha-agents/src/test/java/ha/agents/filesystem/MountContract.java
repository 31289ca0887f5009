package ha.agents.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentProvider;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.BuiltIn;
import ha.agents.Calls;
import ha.agents.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The agent with file systems that this machine's kernel does not have. */
abstract class MountContract extends AgentContract {
  final MountDouble machine = new MountDouble();

  /** Parameters with which it can be started; the machine is ready for it. */
  protected abstract Map<String, String> ready() throws Exception;

  @Override
  protected Calls prepare() throws Exception {
    machine.on(system());
    return new Calls("filesystem", "images:0").with(ready()).running(machine);
  }

  @Override
  protected Agents agents() {
    AgentSettings settings = AgentSettings.of(directory.resolve("run"), directory.resolve("log"));
    AgentProvider doubled = new BuiltIn("filesystem", s -> new FilesystemAgent(s, system())) {};
    return Agents.of(List.of(doubled), settings);
  }

  Path system() {
    return directory.resolve("system");
  }

  Path point() {
    return directory.resolve("images");
  }

  @Override
  protected Map<String, String> withoutConfiguration() {
    return Map.of("directory", point().toString());
  }

  @AfterEach
  void letGo() {
    machine.reset();
  }

  AgentResult within(Operation operation, Duration timeout) throws InterruptedException {
    return agent.perform(calls.of(operation, timeout));
  }

  void assertFailed(Operation operation, String... words) throws InterruptedException {
    assertThat(perform(operation))
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.reason()).contains(words));
  }

  boolean mountWasAsked() {
    return machine.asked.stream().anyMatch(c -> c.startsWith("mount "));
  }
}
