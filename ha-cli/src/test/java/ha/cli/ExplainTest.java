package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.Explanation;
import ha.model.json.Json;
import ha.model.plan.Answer.Mood;
import ha.model.plan.Answer.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code hactl explain} without a daemon: puzzles, each a folder with definitions, the state of the
 * cluster, the command and what it has to answer. {@code -Drewrite=true} writes the answers anew.
 */
class ExplainTest {
  private static final Path PUZZLES = Path.of("src/test/resources/ha/cli/puzzles");

  @TestFactory
  Stream<DynamicTest> puzzles() throws IOException {
    try (Stream<Path> folders = Files.list(PUZZLES)) {
      List<Path> all = folders.filter(Files::isDirectory).sorted().toList();
      return all.stream()
          .map(folder -> DynamicTest.dynamicTest(folder.getFileName() + "", () -> solve(folder)));
    }
  }

  private static void solve(Path folder) throws IOException {
    String command = Files.readString(folder.resolve("command.txt")).strip();
    Run run = run(folder, command);
    String answer = run.out().replace(folder + "/", "");

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
    Path expected = folder.resolve("answer.txt");
    if (Boolean.getBoolean("rewrite")) {
      Files.writeString(expected, answer);
    }
    assertThat(answer).isEqualTo(Files.readString(expected));
  }

  /** Runs a command line; names of files that are in the folder are found there. */
  private static Run run(Path folder, String command) {
    List<String> words = new ArrayList<>();
    for (String word : command.replaceFirst("^hactl ", "").split(" ")) {
      Path file = folder.resolve(word);
      words.add(Files.isRegularFile(file) ? file.toString() : word);
    }
    return new Run.How(Path.of("no.sock")).width(160).hactl(words.toArray(String[]::new));
  }

  @Test
  void jsonHoldsTheSame() {
    Path folder = PUZZLES.resolve("08-standby");
    Run run = run(folder, "explain web -f cluster.yaml --standby bob --format json");

    Explanation found = Json.read(run.out(), Explanation.class);

    assertThat(found.subject()).isEqualTo("web");
    assertThat(found.answers()).hasSize(1);
    assertThat(found.answers().getFirst().mood()).isEqualTo(Mood.WRONG);
    assertThat(found.answers().getFirst().places())
        .allSatisfy(place -> assertThat(place.verdict()).isEqualTo(Verdict.NO));
    assertThat(found.decisions()).hasSize(1);
  }

  @Test
  void scoresAreShownWhereMoreIsAskedFor() {
    Path folder = PUZZLES.resolve("13-stickiness");

    assertThat(run(folder, "explain web -f cluster.yaml --snapshot state.json -o wide").out())
        .contains("Scores of web")
        .containsPattern("\\+200 +stickiness");
  }

  @Test
  void anUnknownNameIsRefusedWithAHint() {
    Run run = run(PUZZLES.resolve("01-ban"), "explain wep -f cluster.yaml");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("no resource or node 'wep'").contains("perhaps web");
    assertThat(run(PUZZLES.resolve("01-ban"), "explain we%b -f cluster.yaml").code())
        .isEqualTo(ExitCode.USAGE);
  }
}
