package ha.checks.tidy;

import ha.checks.Project;
import ha.checks.ProjectFile;
import java.util.stream.Stream;

/** Text files end with a newline and use nothing else to end a line. */
final class LastNewlineRule implements Rule {
  @Override
  public Stream<Finding> check(Project project) {
    return project.files().stream().filter(f -> !f.isBinary()).flatMap(LastNewlineRule::check);
  }

  private static Stream<Finding> check(ProjectFile file) {
    String text = file.text();
    if (text.indexOf('\r') >= 0) {
      return Stream.of(Finding.in(file, "holds carriage returns; end lines with a newline only"));
    }
    return text.isEmpty() || text.endsWith("\n")
        ? Stream.empty()
        : Stream.of(Finding.in(file, "does not end with a newline; add one"));
  }
}
