package ha.agents.dlm;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Operation;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against a directory that looks like {@code /proc} and {@code /sys}, and tools that change it. */
class DlmAgentTest extends AgentContract {
  private final List<String> asked = new ArrayList<>();
  private boolean corosync = true;
  private boolean quorate = true;
  private boolean heedsSignals = true;

  @Override
  protected Calls prepare() throws IOException {
    Files.createDirectories(system().resolve("proc"));
    return new Calls("dlm", "locks:0").running(this::run);
  }

  @Override
  protected Agents agents() {
    AgentSettings settings = AgentSettings.of(directory.resolve("run"), directory.resolve("log"));
    return Agents.of(List.of(new DlmProvider(system())), settings);
  }

  private Path system() {
    return directory.resolve("system");
  }

  /** A number that no process of this machine can have. */
  private Path process() {
    return system().resolve("proc/2000000011");
  }

  private CommandOutcome run(Command command, Object deadline) {
    String words = String.join(" ", command.arguments());
    asked.add(words);
    try {
      return switch (command.arguments().getFirst()) {
        case "modprobe" -> said(0, "");
        case "dlm_controld" -> {
          if (corosync) {
            Files.createDirectories(process());
            Files.writeString(
                process().resolve("stat"),
                "2000000011 (dlm_controld) S 1 2000000011 2000000011 0 -1 4194560 0 0 0 0 0 0 0 0"
                    + " 20 0 2 0 1234 0 0\n");
          }
          yield said(corosync ? 0 : 1, corosync ? "" : "cpg_initialize error 2\n");
        }
        case "dlm_tool" ->
            said(
                0,
                """
                cluster nodeid 1 quorate %d ring seq 8 8
                daemon now 26 fence_pid 0
                node 1 M add 5 rem 0 fail 0 fence 0 at 0 0
                """
                    .formatted(quorate ? 1 : 0));
        case "kill" -> {
          if (heedsSignals) {
            Files.deleteIfExists(process().resolve("stat"));
            Files.deleteIfExists(process());
          }
          yield said(0, "");
        }
        default -> new CommandOutcome.NotStarted(words);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CommandOutcome said(int code, String output) {
    return new CommandOutcome.Exited(code, output, Duration.ZERO);
  }

  private AgentResult quickly(Operation operation) throws InterruptedException {
    return agent.perform(calls.of(operation, Duration.ofMillis(700)));
  }

  @Test
  void withoutCorosyncItSaysSo() throws Exception {
    corosync = false;
    assertThat(perform(Operation.START))
        .isInstanceOfSatisfying(
            Failed.class,
            f -> assertThat(f.reason()).contains("cpg_initialize", "does Corosync run?"));
  }

  @Test
  void withoutQuorumItIsDegradedAndDoesNotCountAsStarted() throws Exception {
    quorate = false;
    assertThat(quickly(Operation.START))
        .isInstanceOfSatisfying(
            TimedOut.class, t -> assertThat(t.reason()).contains("not quorate"));
    assertThat(perform(Operation.MONITOR))
        .isEqualTo(new Ok(true, "dlm_controld runs, but Corosync is not quorate"));
  }

  @Test
  void lockspacesKeepItRunning() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    Path space = Files.createDirectories(system().resolve("sys/kernel/dlm/images"));
    assertThat(perform(Operation.STOP))
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.reason()).contains("[images]"));
    assertThat(asked).noneMatch(c -> c.startsWith("kill"));
    Files.delete(space);
  }

  @Test
  void lockspacesWithoutDaemonAreAFailure() throws Exception {
    Path space = Files.createDirectories(system().resolve("sys/kernel/dlm/images"));
    assertThat(perform(Operation.MONITOR))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("nobody controls"));
    Files.delete(space);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.NOT_RUNNING);
  }

  @Test
  void whatDoesNotEndTimesOut() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    heedsSignals = false;
    assertThat(quickly(Operation.STOP)).isInstanceOf(TimedOut.class);
    heedsSignals = true;
  }

  @Test
  void strangeStatusIsUnknown() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    calls.running((command, deadline) -> said(0, "something else"));
    assertThat(perform(Operation.MONITOR)).isInstanceOf(Unknown.class);
    calls.running(this::run);
  }

  @Test
  void argumentsArePassedAsWords() throws Exception {
    calls.with(Map.of("arguments", "-s 0 --log_debug"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(asked).contains("dlm_controld -s 0 --log_debug");
  }
}
