package ha.checks.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import ha.checks.Project;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project keeps each rule. */
class TidyTest {
  private static final Project PROJECT = withoutSamples(Project.thisOne());

  static Stream<String> rules() {
    return Rules.ALL.keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void holds(String name) {
    List<Finding> found = Rules.named(name).check(PROJECT).toList();

    assertThat(found)
        .withFailMessage(() ->
            "Rule '%s' found %d:%n%s"
                .formatted(
                    name,
                    found.size(),
                    found.stream().map(f -> "  " + f).collect(Collectors.joining("\n"))))
        .isEmpty();
  }

  private static Project withoutSamples(Project all) {
    return new Project(
        all.root(),
        all.files().stream().filter(f -> !f.path().startsWith(RuleSamples.DIRECTORY)).toList());
  }
}
