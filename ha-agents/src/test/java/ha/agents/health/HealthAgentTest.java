package ha.agents.health;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.Calls;
import ha.agents.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthAgentTest extends AgentContract {
  @Override
  protected Calls prepare() {
    return new Calls("health", "health:0");
  }

  private HealthAgent of(String load, String stalled) throws IOException {
    Path proc = directory.resolve("proc");
    Files.createDirectories(proc.resolve("pressure"));
    Files.writeString(proc.resolve("loadavg"), "0.1 " + load + " 0.1 1/100 1\n");
    Files.writeString(
        proc.resolve("pressure/memory"),
        "some avg10=0.00 avg60=" + stalled + " avg300=0.00 total=0\n");
    return new HealthAgent(agents().settings(), proc);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.00, green, green", "900, 25.50, red, yellow", "0, 60.00, green, red"})
  void figuresBecomeShades(String load, String stalled, String ofLoad, String ofMemory)
      throws Exception {
    HealthAgent health = of(load, stalled);
    assertThat(health.start(calls.of(Operation.START))).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes)
        .containsEntry("#health-load", ofLoad)
        .containsEntry("#health-memory", ofMemory)
        .containsKey("#health-disk");
    assertThat(health.stop(calls.of(Operation.STOP))).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).isEmpty();
  }

  @Test
  void disksAreMeasuredAndOneThatIsGoneIsRed() throws Exception {
    HealthAgent health = of("0", "0.00");
    calls.with(Map.of("disks", "/", "disk-free", "0/0"));
    health.start(calls.of(Operation.START));
    assertThat(calls.attributes).containsEntry("#health-disk", "green");
    calls.with(Map.of("disks", "/", "disk-free", "101%/0"));
    health.monitor(calls.of(Operation.MONITOR));
    assertThat(calls.attributes).containsEntry("#health-disk", "yellow");
    calls.with(Map.of("disks", "/ /no/such/disk"));
    health.monitor(calls.of(Operation.MONITOR));
    assertThat(calls.attributes).containsEntry("#health-disk", "red");
  }

  @Test
  void whatTheKernelDoesNotTellIsNotGood() throws Exception {
    HealthAgent health = new HealthAgent(agents().settings(), directory.resolve("empty"));
    assertThat(health.start(calls.of(Operation.START))).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).containsOnlyKeys("#health-disk");
  }

  @Test
  void wrongLimitsAreNamed() throws Exception {
    calls.with(Map.of("load", "8/4"));
    assertThat(perform(Operation.START))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("'load'").contains("8/4"));
    calls.with(Map.of());
  }
}
