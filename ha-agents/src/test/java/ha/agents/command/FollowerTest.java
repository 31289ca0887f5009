package ha.agents.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.Scripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are read on and on. */
class FollowerTest {
  @TempDir Path directory;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private Following follow(String script) {
    Command command =
        Command.of(
            List.of("/bin/sh", "-c", script, "sh", directory.toString()),
            new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")));
    return CommandRunner.system(new CommandJournal(directory.resolve("notes"), ProcFs.system()))
        .follow(command, lines::add);
  }

  private long notes() throws Exception {
    try (var all = Files.list(directory.resolve("notes"))) {
      return all.count();
    }
  }

  @Test
  void linesComeAtOnceAndTheProgramEndsWithTheInterest() throws Exception {
    Following following = follow("echo $$; sleep 3600 & wait");
    await().until(() -> lines.size() == 1);
    long pid = Long.parseLong(lines.getFirst());
    assertThat(Signals.exists(pid)).isTrue();
    await().until(() -> notes() == 1);
    following.close();
    await().until(() -> notes() == 0 && !Signals.exists(pid));
    assertThat(new ProcessSession(ProcFs.system(), pid).members()).isEmpty();
  }

  @Test
  void whatEndsIsStartedAgain() {
    try (Following _ =
        follow("echo one; test -e $1/again || { : > $1/again; exit; }; sleep 3600")) {
      await().until(() -> lines.equals(List.of("one", "one")));
    }
  }

  @Test
  void whatIsNotThereIsTriedAgainAndHarmsNothing() throws Exception {
    Path program = directory.resolve("program");
    Command command =
        Command.of(List.of(program.toString()), new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")));
    try (Following _ = CommandRunner.system(CommandJournal.none()).follow(command, lines::add)) {
      Scripts.shell(program, "echo here; sleep 3600");
      await().until(() -> lines.equals(List.of("here")));
    }
  }
}
