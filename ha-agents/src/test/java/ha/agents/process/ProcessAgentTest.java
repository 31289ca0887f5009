package ha.agents.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.AgentSettings;
import ha.agents.Calls;
import ha.agents.Operation;
import ha.agents.Watch;
import ha.agents.command.Launcher;
import ha.agents.command.ProcFs;
import ha.agents.command.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessAgentTest extends AgentContract {
  private static final String SLEEP = "sleep 3600";

  @Override
  protected Calls prepare() {
    return new Calls("process", "web").with(Map.of("command", SLEEP));
  }

  private Path record() {
    return directory.resolve("run/process/r-web.run");
  }

  private long pid() throws IOException {
    return RunRecord.parse(Files.readString(record())).pid();
  }

  private AgentSettings settings() {
    return AgentSettings.of(directory.resolve("run"), directory.resolve("log"));
  }

  /** An agent as a restarted daemon has it: knows nothing but what is on disk. */
  private ProcessAgent afterRestart() {
    return new ProcessAgent(settings(), Launcher.system(), ProcFs.system());
  }

  @Test
  void isAdoptedByRestartedDaemonAndItsEndNoticed() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    ProcessAgent next = afterRestart();
    assertThat(next.monitor(calls.of(Operation.MONITOR))).isEqualTo(AgentResult.OK);
    assertThat(next.start(calls.of(Operation.START))).isEqualTo(AgentResult.OK);
    long before = pid();
    CompletableFuture<AgentResult> ended = new CompletableFuture<>();
    try (Watch _ = next.watch(calls.of(Operation.MONITOR), ended::complete)) {
      Signals.toProcess(before, Signals.KILL);
      assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(NotRunning.class);
    }
  }

  @Test
  void endOfOwnChildIsNoticedWithItsExitCode() throws Exception {
    calls.with(Map.of("command", "sh -c 'echo bye; sleep 1; exit 3'"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    CompletableFuture<AgentResult> ended = new CompletableFuture<>();
    try (Watch _ = agent.watch(calls.of(Operation.MONITOR), ended::complete)) {
      assertThat(ended.get(20, TimeUnit.SECONDS))
          .isInstanceOf(NotRunning.class)
          .extracting(AgentResult::reason)
          .asString()
          .contains("exit code 3")
          .contains("bye");
    }
  }

  @Test
  void daemonKilledBetweenIntentionAndNoteFindsTheProcessByItsMark() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    RunRecord full = RunRecord.parse(Files.readString(record()));
    Files.writeString(
        record(), new RunRecord(full.mark(), full.bootId(), 0, 0, Signals.TERM).text());
    assertThat(afterRestart().monitor(calls.of(Operation.MONITOR))).isEqualTo(AgentResult.OK);
    assertThat(pid()).isEqualTo(full.pid());
  }

  @Test
  void reusedProcessNumberIsNotTakenForIt() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    RunRecord full = RunRecord.parse(Files.readString(record()));
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    long other = ProcessHandle.current().pid();
    Files.writeString(record(), full.running(other, full.startTicks()).text());
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
    assertThat(perform(Operation.STOP)).as("and we are alive").isEqualTo(AgentResult.OK);
  }

  @Test
  void damagedRecordAndUnreadableProcAreUnknown() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    String good = Files.readString(record());
    var blind =
        new ProcessAgent(settings(), Launcher.system(), new ProcFs(directory.resolve("no-proc")));
    assertThat(blind.monitor(calls.of(Operation.MONITOR))).isInstanceOf(Unknown.class);
    assertThat(blind.stop(calls.of(Operation.STOP))).isInstanceOf(Unknown.class);
    Files.writeString(record(), good.substring(0, good.length() / 2));
    assertThat(perform(Operation.MONITOR)).isInstanceOf(Unknown.class);
    Files.writeString(record(), good);
  }

  @Test
  void stopEndsGrandchildrenAndWhatIgnoresTheRequest() throws Exception {
    calls.with(
        Map.of(
            "command",
            "sh -c 'trap \"\" TERM; setsid sleep 3601 & sleep 3602 & wait; sleep 3603'"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    RunRecord record = RunRecord.parse(Files.readString(record()));
    Programs programs =
        new Programs(new RunRecords(directory.resolve("run/process")), ProcFs.system());
    await().untilAsserted(() -> assertThat(programs.members(record)).hasSize(3));
    assertThat(agent.stop(calls.of(Operation.STOP, Duration.ofSeconds(4))))
        .isEqualTo(AgentResult.OK);
    assertThat(programs.members(record)).isEmpty();
  }

  @Test
  void remainsOfDeadProgramAreNeitherStoppedNorRunning() throws Exception {
    calls.with(Map.of("command", "sh -c 'sleep 3600 & wait'"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    Signals.toProcess(pid(), Signals.KILL);
    await().untilAsserted(() -> assertThat(perform(Operation.MONITOR)).isInstanceOf(Failed.class));
    assertThat(perform(Operation.START)).isInstanceOf(Failed.class);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
  }

  @Test
  void startWaitsForReadinessAndMonitorAsksForIt() throws Exception {
    Path ready = directory.resolve("ready");
    calls.with(
        Map.of(
            "command", "sh -c 'sleep 0.3; touch " + ready + "; sleep 3600'", "ready", "" + ready));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(ready).exists();
    Files.delete(ready);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(Failed.class);
  }

  @Test
  void notReadyInTimeIsKilled() throws Exception {
    calls.with(Map.of("command", SLEEP, "ready", "tcp:127.0.0.1:1"));
    assertThat(agent.start(calls.of(Operation.START, Duration.ofMillis(400))))
        .isInstanceOf(TimedOut.class);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
  }

  @Test
  void whatEndsAtOnceIsNotStarted() throws Exception {
    calls.with(Map.of("command", "sh -c 'echo no such port; exit 4'", "settle", "10s"));
    assertThat(perform(Operation.START))
        .isInstanceOf(Failed.class)
        .extracting(AgentResult::reason)
        .asString()
        .contains("exit code 4")
        .contains("no such port");
  }

  @Test
  void wrongParametersAreNamed() throws Exception {
    calls.with(Map.of("command", "/no/such/program"));
    assertThat(perform(Operation.START))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.kind()).isEqualTo(Kind.NOT_INSTALLED));
    calls.with(Map.of("command", "sleep 1", "stop-signal", "FOO"));
    assertThat(perform(Operation.START).reason()).contains("stop-signal");
    calls.with(Map.of("comand", "sleep 1"));
    assertThat(perform(Operation.START).reason()).contains("'comand'").contains("'command'");
  }

  @Test
  void argumentsAndVariablesArriveAsTheyAre() throws Exception {
    Path out = directory.resolve("out");
    calls.with(
        Map.of(
            "command",
            "[sh, -c, 'printf \"%s|%s|%s\" \"$1\" \"$2\" \"$V\" > \"$3\"; sleep 3600', sh,"
                + " \"-a;$(b)\\n\", 'ä€ c', \""
                + out
                + "\"]",
            "environment",
            "V='x y;$(z)'"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    await().untilAsserted(() -> assertThat(out).hasContent("-a;$(b)\n|ä€ c|x y;$(z)"));
  }
}
