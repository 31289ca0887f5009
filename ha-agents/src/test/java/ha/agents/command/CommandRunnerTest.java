package ha.agents.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ha.agents.Calls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandRunnerTest {
  @TempDir Path directory;

  static List<String> values() {
    return List.of(";$()\n`id`", "-rf", "--", "ä€😀 \t", "'\"\\", "", "x".repeat(64 * 1024));
  }

  private static CommandOutcome run(
      Duration timeout, Map<String, String> variables, String... words)
      throws InterruptedException {
    TreeMap<String, String> environment = new TreeMap<>(variables);
    environment.putIfAbsent("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return Calls.runner()
        .run(Command.of(List.of(words), environment), MonoClock.SYSTEM.now().plus(timeout));
  }

  private static CommandOutcome shell(String script) throws InterruptedException {
    return run(Duration.ofSeconds(30), Map.of(), "/bin/sh", "-c", script);
  }

  @ParameterizedTest
  @MethodSource("values")
  void valuesArriveAsTheyAre(String value) throws Exception {
    Path out = directory.resolve("out");
    assertThat(
            run(
                Duration.ofSeconds(30),
                Map.of("V", value),
                "/bin/sh",
                "-c",
                "printf '%s' \"$V\" > \"$1\"; printf '%s' \"$2\" > \"$1.2\"",
                "sh",
                out.toString(),
                value))
        .isInstanceOf(CommandOutcome.Exited.class);
    assertThat(Files.readString(out)).isEqualTo(value);
    assertThat(Files.readString(Path.of(out + ".2"))).isEqualTo(value);
  }

  @Test
  void whatCannotBePassedIsRefusedWithoutShowingIt() throws Exception {
    for (String value : List.of("se\0cret", "secret".repeat(30_000))) {
      assertThat(run(Duration.ofSeconds(30), Map.of("V", value), "/bin/true"))
          .isInstanceOfSatisfying(
              CommandOutcome.NotStarted.class,
              n -> assertThat(n.reason()).contains("variable V").doesNotContain("cret"));
    }
  }

  @Test
  void environmentIsTheGivenOneOnly() throws Exception {
    assertThat(run(Duration.ofSeconds(30), Map.of("A", "b"), "/usr/bin/env").output().lines())
        .containsExactlyInAnyOrder("A=b", "PATH=/usr/sbin:/usr/bin:/sbin:/bin");
  }

  @Test
  void deadlineKillsGrandchildrenToo() throws Exception {
    Path pids = directory.resolve("pids");
    CommandOutcome outcome =
        run(
            Duration.ofMillis(700),
            Map.of(),
            "/bin/sh",
            "-c",
            "trap '' TERM; sh -c 'sleep 3600 & echo $! >> \"$0\"; setsid sleep 3601 & echo $! >>"
                + " \"$0\"; wait' \"$1\" & wait",
            "sh",
            pids.toString());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            CommandOutcome.Expired.class,
            e -> {
              assertThat(e.survivors()).isEmpty();
              assertThat(e.running()).anyMatch(r -> r.contains("sleep"));
            });
    List<String> grandchildren = Files.readAllLines(pids);
    assertThat(grandchildren).hasSize(2);
    await()
        .untilAsserted(
            () -> assertThat(grandchildren).allMatch(pid -> !alive(Long.parseLong(pid))));
  }

  private static boolean alive(long pid) {
    return ProcFs.system().find(pid) instanceof ProcFs.Found.There there && there.view().alive();
  }

  @Test
  void runsInSessionOfItsOwn() throws Exception {
    String line = shell("cat /proc/$$/stat").output();
    ProcessView view = ProcessView.parse(line);
    assertThat(view.session()).isEqualTo(view.pid()).isEqualTo(view.group());
  }

  @Test
  void longOutputIsShortenedInTheMiddle() throws Exception {
    String output = shell("echo first; yes | head -c 300000; echo last").output();
    assertThat(output).startsWith("first\n").endsWith("last\n").contains("bytes left out");
    assertThat(output.length()).isLessThan(CapturedOutput.LIMIT_BYTES + 100);
  }

  @Test
  void daemonThatKeepsTheOutputOpenDoesNotHoldUpTheResult() throws Exception {
    Path pid = directory.resolve("pid");
    CommandOutcome outcome =
        shell("echo started; setsid sleep 3600 & echo $! > " + pid + "; exit 0");
    long daemon = Long.parseLong(Files.readString(pid).strip());
    try {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              CommandOutcome.Exited.class,
              e -> {
                assertThat(e.output()).isEqualTo("started\n");
                assertThat(e.took()).isLessThan(Duration.ofSeconds(20));
              });
      assertThat(alive(daemon)).isTrue();
    } finally {
      Signals.toProcess(daemon, Signals.KILL);
    }
  }

  @Test
  void endsAreToldApart() throws Exception {
    assertThat(shell("exit 7"))
        .isInstanceOfSatisfying(
            CommandOutcome.Exited.class, e -> assertThat(e.code()).isEqualTo(7));
    assertThat(shell("kill -9 $$"))
        .isInstanceOfSatisfying(
            CommandOutcome.Signalled.class, s -> assertThat(s.signal()).isEqualTo(9));
    assertThat(run(Duration.ofSeconds(30), Map.of(), "/no/such/program"))
        .isInstanceOf(CommandOutcome.NotStarted.class);
  }

  @Test
  void withoutSetsidChildrenAreFoundByDescent() throws Exception {
    Path pid = directory.resolve("pid");
    CommandRunner bare =
        new CommandRunner(
            MonoClock.SYSTEM,
            new Launcher(Optional.empty(), StandardCharsets.UTF_8),
            ProcFs.system(),
            new CommandJournal(directory.resolve("notes"), ProcFs.system()));
    CommandOutcome outcome =
        bare.run(
            Command.of(
                List.of(
                    "/bin/sh",
                    "-c",
                    "sh -c 'sleep 3600 & echo $! > \"$0\"; wait' \"$0\" & wait",
                    pid.toString()),
                new TreeMap<>()),
            MonoClock.SYSTEM.now().plus(Duration.ofMillis(700)));
    assertThat(outcome).isInstanceOf(CommandOutcome.Expired.class);
    assertThat(alive(Long.parseLong(Files.readString(pid).strip()))).isFalse();
    assertThat(directory.resolve("notes")).isEmptyDirectory();
  }

  @Test
  void whatTheLocaleCannotCarryIsRefusedNotGarbled() {
    Launcher plain = new Launcher(Optional.empty(), StandardCharsets.US_ASCII);
    Command command = Command.of(List.of("/bin/true"), new TreeMap<>(Map.of("V", "ä")));
    assertThatThrownBy(() -> plain.start(command, b -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("variable V")
        .hasMessageContaining("LC_ALL=C.UTF-8");
  }
}
