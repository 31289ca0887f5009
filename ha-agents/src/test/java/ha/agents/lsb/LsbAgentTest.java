package ha.agents.lsb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentContract;
import ha.agents.AgentMetadata;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Operation;
import ha.agents.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LsbAgentTest extends AgentContract {
  private Path scripts() {
    return directory.resolve("init.d");
  }

  private void write(String start) throws IOException {
    Path state = directory.resolve("state");
    Scripts.shell(
        scripts().resolve("legacy"),
        """
        ### BEGIN INIT INFO
        # Short-Description: an old daemon
        ### END INIT INFO
        case $1 in
          start) START ;;
          stop) rm -f STATE ;;
          status) test -e STATE || exit 3 ;;
          *) exit 3 ;;
        esac
        """
            .replace("START", start)
            .replace("STATE", state.toString()));
  }

  @Override
  protected Calls prepare() throws IOException {
    write("touch " + directory.resolve("state"));
    return new Calls("lsb:legacy", "legacy");
  }

  @Override
  protected Agents agents() {
    return Agents.of(List.of(new LsbProvider(scripts())), Calls.agents(directory).settings());
  }

  @Test
  void isListedAndDescribedByItsOwnWords() {
    assertThat(agents().names()).hasToString("[lsb:legacy]");
    assertThat(agent.describe())
        .isInstanceOfSatisfying(
            AgentMetadata.class, m -> assertThat(m.summary()).isEqualTo("an old daemon"));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, false", "4, true"})
  void statusIsReadByTheStandard(int code, boolean unknown) throws Exception {
    Scripts.shell(scripts().resolve("legacy"), "exit " + code);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(unknown ? Unknown.class : NotRunning.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2, INVALID_PARAMETER",
    "4, INSUFFICIENT_PRIVILEGE",
    "5, NOT_INSTALLED",
    "6, NOT_CONFIGURED",
    "1, GENERIC",
    "200, GENERIC"
  })
  void failureOfStartKeepsItsKindAndWords(int code, Kind kind) throws Exception {
    write("echo no luck; exit " + code);
    assertThat(perform(Operation.START))
        .isInstanceOfSatisfying(
            Failed.class,
            f -> {
              assertThat(f.kind()).isEqualTo(kind);
              assertThat(f.reason()).contains("no luck");
            });
  }

  @Test
  void startThatClaimsTooMuchTimesOut() throws Exception {
    write(":");
    assertThat(agent.perform(calls.of(Operation.START, Duration.ofMillis(300))))
        .isInstanceOf(TimedOut.class);
  }

  @Test
  void deadlineKillsTheWholeGroup() throws Exception {
    String mark = "3601." + ProcessHandle.current().pid();
    write("sleep " + mark + " & sleep " + mark);
    assertThat(agent.perform(calls.of(Operation.START, Duration.ofMillis(500))))
        .isInstanceOf(TimedOut.class);
    await().untilAsserted(() -> assertThat(Scripts.running("sleep " + mark)).isZero());
  }

  @Test
  void whatOthersCanChangeOrIsNotThereIsNotRun() throws Exception {
    Path script = scripts().resolve("legacy");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xrwx"));
    assertThat(perform(Operation.START).reason()).contains("chmod o-w");
    Files.delete(script);
    assertThat(perform(Operation.MONITOR))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.kind()).isEqualTo(Kind.NOT_INSTALLED));
  }
}
