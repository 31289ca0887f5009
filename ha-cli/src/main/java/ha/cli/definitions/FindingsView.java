package ha.cli.definitions;

import ha.api.ConfigFinding;
import ha.api.ConfigFinding.Severity;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Tone;
import java.util.List;

/** Findings in a file, each with the line it is about and a mark under the column. */
public final class FindingsView {
  private static final int MARGIN = 8;

  private FindingsView() {}

  /**
   * Puts them on {@code page}.
   *
   * @param text of the file
   */
  public static void onto(Page page, List<ConfigFinding> findings, String text) {
    List<String> lines = text.lines().toList();
    for (ConfigFinding finding : findings) {
      page.gap();
      Line where =
          finding.position().toString().isEmpty()
              ? Line.EMPTY
              : Line.of(Tone.STRONG, finding.position() + ": ");
      Line kind =
          switch (finding.severity()) {
            case ERROR -> Line.of(Tone.BAD, "error: ");
            case WARNING -> Line.of(Tone.WARNING, "warning: ");
          };
      page.add(where.plus(kind), Line.of("  "), Line.of(finding.message()));
      source(page, finding, lines);
      detail(page, "expected:", finding.expected(), Tone.PLAIN);
      detail(page, "fix:", finding.fix(), Tone.COMMAND);
    }
    page.gap();
  }

  private static void source(Page page, ConfigFinding finding, List<String> lines) {
    int number = finding.position().line();
    if (number < 1 || number > lines.size()) {
      return;
    }
    String line = lines.get(number - 1);
    String margin = " ".repeat(MARGIN - 3 - Integer.toString(number).length()) + number + " │ ";
    int room = Math.max(10, page.width() - MARGIN);
    int column = Math.clamp(finding.position().column(), 1, Math.max(1, line.length() + 1));
    int from = column > room ? column - room / 2 : 0;
    String shown = line.substring(from, Math.min(line.length(), from + room));
    page.exactly(Line.of(Tone.FAINT, margin).plus(shown.replace('\t', ' ')));
    page.exactly(
        Line.of(Tone.FAINT, " ".repeat(MARGIN - 3) + " │ ")
            .plus(" ".repeat(column - 1 - from))
            .plus(Tone.BAD, "^"));
  }

  private static void detail(Page page, String label, String text, Tone tone) {
    if (!text.isEmpty()) {
      Line start = Line.of(Tone.FAINT, "  " + label + " ".repeat(10 - label.length()));
      page.add(start, Line.of(" ".repeat(start.width())), Line.of(tone, text));
    }
  }

  /** {@code 2 errors, 1 warning}. */
  public static String counted(List<ConfigFinding> findings) {
    long errors = findings.stream().filter(f -> f.severity() == Severity.ERROR).count();
    long warnings = findings.size() - errors;
    String first = errors == 0 ? "" : errors + (errors == 1 ? " error" : " errors");
    String second = warnings == 0 ? "" : warnings + (warnings == 1 ? " warning" : " warnings");
    return first.isEmpty() || second.isEmpty() ? first + second : first + ", " + second;
  }
}
