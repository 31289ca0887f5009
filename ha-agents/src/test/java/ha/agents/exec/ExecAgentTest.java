package ha.agents.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.TimedOut;
import ha.agents.Calls;
import ha.agents.Operation;
import ha.agents.Scripts;
import ha.agents.contract.Hostile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecAgentTest extends AgentContract {
  private Path state() {
    return directory.resolve("state");
  }

  private Map<String, String> parameters() {
    Map<String, String> given = new HashMap<>();
    given.put("start", "touch " + state());
    given.put("stop", "rm -f " + state());
    given.put("monitor", "sh -c 'test -e \"$1\" || exit 7' look " + state());
    return given;
  }

  @Override
  protected Calls prepare() {
    return new Calls("exec", "job").with(parameters());
  }

  /** The commands are all that it has. */
  @Override
  protected Map<String, String> withoutConfiguration() {
    return parameters();
  }

  private void given(String name, String value) {
    Map<String, String> given = parameters();
    given.put(name, value);
    calls.with(given);
  }

  @Test
  void startWaitsUntilMonitorSeesIt() throws Exception {
    given("start", "sh -c '(sleep 0.5; touch \"$1\") >/dev/null 2>&1 &' sh " + state());
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(state()).exists();
  }

  @Test
  void stopThatBringsNothingAboutTimesOut() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    given("stop", "true");
    assertThat(agent.perform(calls.of(Operation.STOP, Duration.ofMillis(300))))
        .isInstanceOf(TimedOut.class);
    calls.with(parameters());
  }

  @Test
  void exitCodesOfMonitorAreToldApart() throws Exception {
    given("monitor", "sh -c 'exit 3'");
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
    given("monitor", "sh -c 'echo disk on fire; exit 1'");
    assertThat(perform(Operation.MONITOR))
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.reason()).contains("disk on fire"));
    Map<String, String> both = parameters();
    both.put("monitor", "sh -c 'exit 1'");
    both.put("stopped-exit", "1");
    calls.with(both);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
  }

  @Test
  void valuesArriveAsTheyAre() throws Exception {
    Path out = directory.resolve("out");
    for (String value : Hostile.values(directory.resolve("canary"))) {
      given(
          "start",
          "sh -c 'printf %s \"$1\" > \"$2\"; touch \"$3\"' sh "
              + "'"
              + value.replace("'", "'\"'\"'")
              + "' "
              + out
              + " "
              + state());
      assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
      assertThat(Files.readString(out)).isEqualTo(value);
      assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    }
    assertThat(directory.resolve("canary")).doesNotExist();
  }

  @Test
  void deadlineKillsTheWholeGroup() throws Exception {
    String mark = "3600." + ProcessHandle.current().pid();
    given("start", "sh -c 'sleep " + mark + " & sleep " + mark + " & wait'");
    assertThat(agent.perform(calls.of(Operation.START, Duration.ofMillis(500))))
        .isInstanceOf(TimedOut.class);
    await().untilAsserted(() -> assertThat(Scripts.running("sleep " + mark)).isZero());
  }

  @Test
  void wrongParametersAreNamed() throws Exception {
    given("start", "/no/such/program");
    assertThat(perform(Operation.START))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.kind()).isEqualTo(Kind.NOT_INSTALLED));
    given("stopped-exit", "seven");
    assertThat(perform(Operation.VALIDATE).reason()).contains("stopped-exit").contains("seven");
    given("monitor", "sh 'unclosed");
    assertThat(perform(Operation.MONITOR).reason()).contains("monitor");
    given("envrionment", "A=b");
    assertThat(perform(Operation.START).reason()).contains("'envrionment'");
    calls.with(parameters());
  }

  @Test
  void reloadRunsItsCommand() throws Exception {
    Path reloaded = directory.resolve("reloaded");
    assertThat(perform(Operation.RELOAD))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.kind()).isEqualTo(Kind.UNIMPLEMENTED));
    given("reload", "touch " + reloaded);
    assertThat(perform(Operation.RELOAD)).isEqualTo(AgentResult.OK);
    assertThat(reloaded).exists();
  }
}
