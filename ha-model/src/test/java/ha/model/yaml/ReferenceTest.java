package ha.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.definition.OptionNames;
import ha.model.definition.OptionTable;
import ha.model.definition.OptionTable.Option;
import ha.model.definition.OptionTable.Scope;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The reference for operators says what the table in the code says; -Dgolden.update rewrites. */
class ReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "DEFINITIONS.md");
  private static final String END = "<!-- end -->";

  @Test
  void tablesOfOptionsAreThoseOfTheCode() throws IOException {
    String written = Files.readString(REFERENCE);
    String generated = written;
    for (Scope scope : Scope.values()) {
      generated = withTable(generated, scope);
    }
    if (System.getProperty("golden.update") != null) {
      Files.writeString(REFERENCE, generated);
      written = generated;
    }

    assertThat(written).isEqualTo(generated);
  }

  @Test
  void firstExampleIsSound() throws IOException {
    String text = Files.readString(REFERENCE);
    int start = text.indexOf("```yaml\n") + "```yaml\n".length();

    assertThat(
            new YamlReader()
                .read("example", text.substring(start, text.indexOf("```", start)))
                .findings())
        .isEmpty();
  }

  @Test
  void everyNameOfAnOptionIsInTheTable() throws IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Class<?> group :
        List.of(
            OptionNames.Cluster.class, OptionNames.Resource.class, OptionNames.Operation.class)) {
      for (Field field : group.getFields()) {
        names.add((String) field.get(null));
      }
    }

    assertThat(
            Arrays.stream(Scope.values())
                .flatMap(scope -> OptionTable.of(scope).stream())
                .map(Option::name))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  private static String withTable(String text, Scope scope) {
    String begin = "<!-- options: " + scope.name().toLowerCase(Locale.ROOT) + " -->\n";
    int from = text.indexOf(begin);
    assertThat(from).as(begin).isNotNegative();
    int to = text.indexOf(END, from);
    return text.substring(0, from + begin.length()) + table(scope) + text.substring(to);
  }

  private static String table(Scope scope) {
    StringBuilder table =
        new StringBuilder("| option | values | default | meaning |\n|---|---|---|---|\n");
    for (Option option : OptionTable.of(scope)) {
      table.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %s | %s | %s |%n",
              option.name(),
              values(option),
              option.standard().startsWith("(") ? option.standard() : "`" + option.standard() + "`",
              option.meaning()));
    }
    return table.toString();
  }

  private static String values(Option option) {
    return switch (option.type()) {
      case BOOLEAN -> "boolean";
      case DURATION -> "duration";
      case COUNT -> "whole number";
      case LIMIT -> "whole number or `INFINITY`";
      case SCORE -> "score";
      case WORD -> String.join(", ", option.words().stream().map(w -> "`" + w + "`").toList());
      case TEXT -> "text";
    };
  }
}
