package ha.model.yaml;

import ha.model.definition.SourcePosition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says what the YAML parser stumbled over, in words for those who wrote the file. */
final class SyntaxErrors {
  /** What the parser says, what that means, and the way out; the first that fits counts. */
  private record Meaning(String sign, String message, String expected, String fix) {}

  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning(
              "'\\t(tab)'",
              "a tab stands where YAML wants spaces",
              "spaces for indentation",
              "replace each tab by two spaces"),
          new Meaning(
              "undefined alias",
              "this alias names no anchor above it",
              "an anchor &NAME before its alias *NAME",
              "define the anchor, or quote the text if it is meant to begin with *"),
          new Meaning(
              "mapping values are not allowed here",
              "a colon and a space in the middle of a value",
              "one key: value on a line",
              "quote the value, or correct the indentation"),
          new Meaning(
              "could not find expected ':'",
              "a line is neither key: value nor part of the value before",
              "key: value",
              "write the missing colon, or correct the indentation"),
          new Meaning(
              "expected ',' or '}'",
              "a mapping in braces is not closed here",
              "a comma or }",
              "write the missing comma or brace"),
          new Meaning(
              "expected ',' or ']'",
              "a list in brackets is not closed here",
              "a comma or ]",
              "write the missing comma or bracket"),
          new Meaning(
              "expected <block end>",
              "this line is indented unlike its neighbours",
              "the same indentation for all keys of one mapping",
              "align it with the lines above"),
          new Meaning(
              "unexpected end of stream",
              "a quoted text does not end",
              "a closing quote",
              "write the missing quote"),
          new Meaning(
              "cannot start any token",
              "this character cannot begin a value",
              "a value, quoted if it begins with @, ` or %",
              "quote the value"));

  private SyntaxErrors() {}

  static void report(String file, String text, YamlEngineException e, Findings findings) {
    switch (e) {
      case ReaderException reader ->
          findings.error(
              Places.at(file, text, reader.getPosition()),
              String.format(
                  Locale.ROOT, "character U+%04X is not allowed in YAML", reader.getCodePoint()),
              "printable text",
              "remove it; in double quotes it can be written as an escape");
      case MarkedYamlEngineException marked -> marked(file, marked, findings);
      default ->
          findings.error(
              new SourcePosition(file, 1, 1), "not YAML: " + oneLine(e.getMessage()), "YAML", "");
    }
  }

  private static void marked(String file, MarkedYamlEngineException e, Findings findings) {
    String said = e.getProblem() == null ? "" : e.getProblem();
    Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
    SourcePosition where =
        mark.map(m -> new SourcePosition(file, m.getLine() + 1, m.getColumn() + 1))
            .orElse(new SourcePosition(file, 1, 1));
    String sign = said.toLowerCase(Locale.ROOT);
    Meaning meaning =
        MEANINGS.stream()
            .filter(known -> sign.contains(known.sign()))
            .findFirst()
            .orElse(new Meaning("", "not YAML: " + oneLine(said), "YAML", ""));
    String since =
        e.getContextMark()
            .filter(m -> m.getLine() + 1 < where.line())
            .map(m -> " (what is being read began on line " + (m.getLine() + 1) + ")")
            .orElse("");
    findings.error(where, meaning.message() + since, meaning.expected(), meaning.fix());
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("").strip();
  }
}
