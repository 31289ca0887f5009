package ha.checks.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule notices what it is there for. */
class CodeRulesTest {
  private static final String SAMPLES = "ha.checks.modules.samples";

  static List<String> methodsOfImpure() throws ClassNotFoundException {
    return Arrays.stream(Class.forName(SAMPLES + ".impure.Impure").getDeclaredMethods())
        .map(Method::getName)
        .sorted()
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("methodsOfImpure")
  void outsideWorldIsFound(String method) {
    String details = findings(CodeRules.pure(SAMPLES + ".impure.."), "impure");

    assertThat(details.contains("Impure." + method + "(")).isEqualTo(!method.startsWith("allowed"));
  }

  @Test
  void impureCodeElsewhereIsNotMeant() {
    assertThat(findings(CodeRules.pure("ha.policy.."), "impure")).isEmpty();
  }

  @Test
  void orderlessCopiesAreFound() {
    assertThat(findings(CodeRules.ordered(SAMPLES + ".."), "shuffled"))
        .contains("java.util.Set.copyOf", "java.util.Map.copyOf", "toUnmodifiableSet");
  }

  @Test
  void deserializationIsFound() {
    assertThat(findings(CodeRules.noDeserialization(), "sleeping")).contains("Sleeping.read(");
  }

  @Test
  void sleepIsFoundOutsideEdges() {
    assertThat(findings(CodeRules.noSleep(), "sleeping")).contains("Sleeping.sleep(");
    assertThat(findings(CodeRules.noSleep(SAMPLES + ".sleeping.."), "sleeping")).isEmpty();
  }

  @Test
  void cycleIsFound() {
    assertThat(findings(CodeRules.noCycles(SAMPLES), "left", "right")).contains("Cycle detected");
    assertThat(findings(CodeRules.noCycles(SAMPLES), "low", "high")).isEmpty();
  }

  @Test
  void importOfHigherModuleIsFound() {
    Modules modules = new Modules(Map.of("low", sample("low"), "high", sample("high")));

    assertThat(modules.forbiddenImports(Map.of("high", Set.of("low"))))
        .isNotEmpty()
        .allSatisfy(f -> assertThat(f).startsWith("low may not use high: ").contains("ReachesUp"));
    assertThat(modules.forbiddenImports(Map.of("low", Set.of("high")))).isEmpty();
  }

  @Test
  void packageInTwoModulesIsFound() {
    assertThat(new Modules(Map.of("one", sample("low"), "two", sample("low"))).sharedPackages())
        .containsExactly(SAMPLES + ".low is in one and two");
  }

  @Test
  void markdownIsUnderstood() {
    List<String> lines =
        List.of(
            "| module | is | may import |",
            "|---|---|---|",
            "| `ha-a` | base | nothing |",
            "| `ha-b` | more | a (parts, mostly) |",
            "| `ha-c` | all | all above |",
            "| `ha-d` | deep | b and what it imports |",
            "| `ha-e` | tests | tests only |");

    assertThat(MarkdownTable.read(lines))
        .isEqualTo(
            Map.of(
                "ha-a", Set.of(),
                "ha-b", Set.of("ha-a"),
                "ha-c", Set.of("ha-a", "ha-b"),
                "ha-d", Set.of("ha-a", "ha-b")));
    assertThatThrownBy(() -> MarkdownTable.read(List.of("| `ha-b` | x | typo |")))
        .hasMessageContaining("ha-typo");
  }

  private static JavaClasses sample(String name) {
    return new ClassFileImporter().importPackages(SAMPLES + "." + name);
  }

  private static String findings(ArchRule rule, String... names) {
    String[] packages =
        Arrays.stream(names).map(name -> SAMPLES + "." + name).toArray(String[]::new);
    JavaClasses classes = new ClassFileImporter().importPackages(packages);
    return String.join("\n", rule.evaluate(classes).getFailureReport().getDetails());
  }
}
