package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.cli.command.BuiltIn;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line itself: help, completion, mistakes, commands of other modules. */
class CommandLineTest {
  @TempDir private Path directory;

  private Run.How run() {
    return new Run.How(directory.resolve("no.sock"));
  }

  @Test
  void withoutADaemonItSaysHowToGetOne() {
    Run run = run().hactl("status");

    assertThat(run.code()).isEqualTo(ExitCode.NO_QUORUM);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("error: there is no daemon here\n  where:    " + directory)
        .contains("systemctl start had");
  }

  @Test
  void theOptionNamesTheSocketBeforeAndAfterTheCommand() {
    String other = directory.resolve("other.sock").toString();

    assertThat(run().hactl("--socket", other, "status").err()).contains(other);
    assertThat(run().hactl("status", "--socket", other).err()).contains(other);
  }

  @Test
  void errorsAreJsonToo() {
    assertThat(run().hactl("status", "-o", "json").err()).contains("\"kind\" : \"UNREACHABLE\"");
  }

  @Test
  void helpListsEveryCommand() {
    Run run = run().hactl("--help");

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains(new BuiltIn().names()).contains("greet").contains("Exit codes:");
  }

  static Stream<String> commands() {
    return new BuiltIn().names().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp(String name) {
    Run run = run().hactl(name, "--help");

    assertThat(run.out()).startsWith("Usage: hactl " + name);
    assertThat(run.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void helpOfOneCommand() {
    assertThat(run().hactl("help", "standby").out()).startsWith("Usage: hactl standby");
  }

  @Test
  void versionIsToldWithoutADaemon() {
    assertThat(run().hactl("--version").out()).startsWith("hactl ").contains("Java 25");
    assertThat(run().hactl("version").out()).isEqualTo(run().hactl("-V").out());
  }

  @Test
  void aMistypedCommandGetsASuggestion() {
    Run run = run().hactl("statsu");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("statsu").contains("perhaps").contains("status");
  }

  @Test
  void nothingAtAllIsAUsageError() {
    assertThat(run().hactl().code()).isEqualTo(ExitCode.USAGE);
    assertThat(run().hactl("fence").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run().hactl("migrate").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run().hactl("status", "-o", "xml").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run().hactl("migrate", "a b").err()).contains("allowed are letters");
  }

  @Test
  void completionsKnowEveryCommand() {
    assertThat(run().hactl("completion", "bash").out())
        .contains("unstandby")
        .contains("lead-alone");
    assertThat(run().hactl("completion", "zsh").out()).contains("bashcompinit");
    assertThat(run().hactl("completion", "fish").out())
        .contains("complete -c hactl -n '__fish_use_subcommand' -a 'status'")
        .contains("lead-alone");
    assertThat(run().hactl("completion", "csh").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void otherModulesAddCommands() {
    assertThat(run().hactl("greet").out()).isEqualTo("hello\n");
    assertThat(run().hactl("hello", "status").out()).isEqualTo("hello status\n");
  }
}
