package ha.checks.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import ha.checks.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule notices what it is there for. */
class RulesTest {
  @TempDir Path place;

  static List<String> samples() {
    return RuleSamples.names();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void says(String sample) throws IOException {
    Project project = RuleSamples.unpack(sample, place);

    List<String> said =
        Rules.named(ruleOf(sample)).check(project).map(Finding::toString).sorted().toList();

    assertThat(said).isNotEmpty().isEqualTo(RuleSamples.expected(sample));
  }

  @Test
  void eachHasSample() {
    assertThat(samples().stream().map(RulesTest::ruleOf).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(
            Rules.ALL.keySet().stream()
                .filter(rule -> !rule.equals("file-size")) // below: nobody wants it in the tree
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void largeFileIsFound() throws IOException {
    Files.write(place.resolve("fits.bin"), new byte[FileSizeRule.MAX_BYTES]);
    Files.write(place.resolve("large.bin"), new byte[FileSizeRule.MAX_BYTES + 1]);

    assertThat(new FileSizeRule().check(Project.at(place)).map(Finding::path))
        .containsExactly("large.bin");
  }

  private static String ruleOf(String sample) {
    return sample.substring(0, sample.indexOf('/'));
  }
}
