package ha.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/API.md} to the code. A failure prints the lines that belong there. */
class ApiDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "API.md");

  @Test
  void everyEndpointIsInTheTable() throws IOException {
    List<String> rows =
        Endpoints.ALL.stream()
            .map(e ->
                row(
                    e.method().name(),
                    code(e.path()),
                    code(e.request().getSimpleName()) + parameters(e),
                    code(e.answer().getSimpleName()),
                    e.purpose()))
            .toList();

    assertThat(tableUnder("## Endpoints")).containsExactlyElementsOf(rows);
  }

  @Test
  void everyOrderIsInTheTable() throws IOException {
    List<String> rows =
        Arrays.stream(Order.class.getPermittedSubclasses())
            .map(o -> row(code(o.getSimpleName()), components(o)))
            .toList();

    assertThat(tableUnder("## Orders")).containsExactlyElementsOf(rows);
  }

  @Test
  void everyKindOfErrorIsInTheTable() throws IOException {
    List<String> rows =
        Arrays.stream(ApiError.Kind.values())
            .map(k ->
                row(
                    code(k.name()),
                    Integer.toString(k.httpStatus()),
                    Integer.toString(k.exitCode())))
            .toList();

    assertThat(tableUnder("## Errors").stream().map(ApiDocumentTest::firstThree))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void statusCodesTellTheKindsApart() {
    assertThat(Stream.of(ApiError.Kind.values()).map(ApiError.Kind::httpStatus))
        .doesNotHaveDuplicates();
  }

  private static List<String> tableUnder(String title) throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .dropWhile(line -> !line.equals(title))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .toList();
  }

  private static String firstThree(String row) {
    String[] cells = row.split("\\|", -1);
    return row(cells[1].strip(), cells[2].strip(), cells[3].strip());
  }

  private static String parameters(Endpoint<?, ?> endpoint) {
    return endpoint.request().getRecordComponents().length == 0
        ? ""
        : ": " + components(endpoint.request());
  }

  private static String components(Class<?> type) {
    return String.join(
        ", ",
        Arrays.stream(type.getRecordComponents())
            .map(c ->
                c.getType().getSimpleName().equals("Optional") ? c.getName() + "?" : c.getName())
            .toList());
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String row(String... cells) {
    return String.format(Locale.ROOT, "| %s |", String.join(" | ", cells));
  }
}
