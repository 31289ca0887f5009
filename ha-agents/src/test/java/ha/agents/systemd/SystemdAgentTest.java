package ha.agents.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a double of systemctl. */
class SystemdAgentTest extends AgentContract {
  private SystemdDouble systemd() {
    return new SystemdDouble(directory.resolve("double"));
  }

  @Override
  protected Calls prepare() {
    return new Calls("systemd:web", "web");
  }

  @Override
  protected Agents agents() {
    return Agents.of(
        List.of(new SystemdProvider(systemd().systemctl())), Calls.agents(directory).settings());
  }

  private Path dropIn() {
    return directory.resolve("double/units/web.service.d/50-had.conf");
  }

  @Test
  void servicesAreListedWithoutTemplates() {
    assertThat(agents().names()).hasToString("[systemd:web]");
  }

  @Test
  void waitsForTheRealState() throws Exception {
    systemd().say("slow", "yes");
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void whileTheClusterRunsItSystemdLeavesItAlone() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(dropIn()).content().contains("Restart=no").contains("Before=had.service");
    assertThat(systemd().calls()).contains("daemon-reload");
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(dropIn().getParent()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"not-found, NOT_INSTALLED", "masked, NOT_CONFIGURED", "error, NOT_CONFIGURED"})
  void whatCannotBeStartedIsNotTried(String load, Kind kind) throws Exception {
    systemd().say("load", load);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
    assertThat(perform(Operation.START))
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.kind()).isEqualTo(kind));
    assertThat(systemd().calls()).noneMatch(c -> c.contains(" start "));
  }

  @Test
  void whatRunsThoughItsFileIsGoneIsActiveAndCanBeStopped() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    systemd().say("load", "not-found");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
  }

  @Test
  void whatDoesNotStopIsKilledByForce() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    systemd().say("stubborn", "yes");
    assertThat(perform(Operation.STOP)).isInstanceOf(Failed.class);
    assertThat(perform(Operation.FORCE_STOP)).isEqualTo(AgentResult.OK);
    assertThat(systemd().calls()).anyMatch(c -> c.contains("kill --signal=SIGKILL"));
  }

  @Test
  void failureIsToldWithItsResult() throws Exception {
    systemd().say("fails", "yes");
    assertThat(perform(Operation.START)).isInstanceOf(Failed.class);
    assertThat(perform(Operation.MONITOR))
        .isEqualTo(new NotRunning("web.service is failed (exit-code)"));
  }

  @Test
  void whatNeverSettlesIsNeitherActiveNorStopped() throws Exception {
    systemd().say("active", "deactivating");
    assertThat(agent.perform(calls.of(Operation.MONITOR, Duration.ofMillis(200))))
        .isInstanceOf(TimedOut.class);
    systemd().say("active", "levitating");
    assertThat(perform(Operation.MONITOR)).isInstanceOf(Unknown.class);
    systemd().say("active", "inactive");
  }
}
