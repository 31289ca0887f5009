package ha.model.yaml;

import ha.model.definition.SourcePosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects findings; the same one at the same place is kept once. */
final class Findings {
  /** More of them help nobody. */
  private static final int MOST = 200;

  private static final int LONGEST = 400;

  private final List<Finding> all = new ArrayList<>();
  private final Set<Finding> seen = new HashSet<>();
  private boolean mild;

  /** From now on what would be an error is only worth a warning. */
  void mildFromHere() {
    mild = true;
  }

  void error(SourcePosition position, String message, String expected, String fix) {
    Finding.Severity severity = mild ? Finding.Severity.WARNING : Finding.Severity.ERROR;
    add(new Finding(severity, position, message, expected, fix));
  }

  void warning(SourcePosition position, String message, String expected, String fix) {
    add(new Finding(Finding.Severity.WARNING, position, message, expected, fix));
  }

  /** An error, or else a warning. */
  void add(boolean error, SourcePosition position, String message, String expected, String fix) {
    if (error) {
      error(position, message, expected, fix);
    } else {
      warning(position, message, expected, fix);
    }
  }

  private void add(Finding finding) {
    Finding readable =
        new Finding(
            finding.severity(),
            finding.position(),
            shortened(finding.message()),
            shortened(finding.expected()),
            shortened(finding.fix()));
    if (seen.add(readable)) {
      all.add(readable);
    }
  }

  /** Names come from the file and may be of any length. */
  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  boolean hasErrors() {
    return all.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
  }

  /** By place; past {@value #MOST} errors only their number. */
  List<Finding> sorted() {
    List<Finding> result = new ArrayList<>(all);
    Collections.sort(result);
    if (result.size() > MOST) {
      int more = result.size() - MOST;
      SourcePosition where = result.get(MOST).position();
      result = new ArrayList<>(result.subList(0, MOST));
      result.add(
          new Finding(
              hasErrors() ? Finding.Severity.ERROR : Finding.Severity.WARNING,
              where,
              "and " + more + " more findings from here on",
              "",
              ""));
    }
    return result;
  }
}
