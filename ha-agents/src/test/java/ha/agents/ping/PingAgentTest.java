package ha.agents.ping;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Needs;
import ha.agents.Operation;
import ha.agents.net.Namespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a network where only the loopback interface answers. */
@Tag(Namespace.TAG)
class PingAgentTest extends AgentContract {
  private static Optional<Namespace> network = Optional.empty();

  @BeforeAll
  static void make() throws InterruptedException {
    Needs.file("/usr/bin/ping", "iputils-ping");
    network = Optional.of(Namespace.make("ping"));
  }

  @AfterAll
  static void remove() throws InterruptedException {
    if (network.isPresent()) {
      network.get().remove();
    }
  }

  @Override
  protected Agents agents() {
    return Agents.of(
        List.of(network.orElseThrow().agents(new PingProvider())),
        Calls.agents(directory).settings());
  }

  @Override
  protected Calls prepare() {
    return new Calls("ping", "ping:0").with(Map.of("hosts", "127.0.0.1"));
  }

  private void given(String... namesAndValues) {
    Map<String, String> given = new HashMap<>(Map.of("timeout", "1s", "attempts", "1"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    calls.with(given);
  }

  @Test
  void countsThoseThatAnswer() throws Exception {
    given("hosts", "127.0.0.1, ::1 10.98.7.6", "multiplier", "100");
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).containsEntry("connectivity", "200");
    given("hosts", "10.98.7.6");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).containsEntry("connectivity", "0");
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).isEmpty();
  }

  @Test
  void failsWhereThatIsWantedAndNamesTheSilent() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    given("hosts", "127.0.0.1 10.98.7.6", "fail-below", "2");
    assertThat(perform(Operation.MONITOR))
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.reason()).contains("10.98.7.6"));
  }

  @Test
  void optionsAreNoHosts() throws Exception {
    given("hosts", "-f 127.0.0.1");
    assertThat(perform(Operation.VALIDATE).reason()).contains("'-f'");
  }
}
