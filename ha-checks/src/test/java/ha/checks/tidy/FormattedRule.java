package ha.checks.tidy;

import ha.checks.Project;
import ha.checks.ProjectFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.function.Function;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Java sources look as google-java-format writes them. */
final class FormattedRule implements Rule {
  @Override
  public Stream<Finding> check(Project project) {
    Map<String, ProjectFile> sources =
        project
            .ending(".java")
            .collect(Collectors.toMap(f -> f.location().toString(), Function.identity()));
    if (sources.isEmpty()) {
      return Stream.empty();
    }
    StringWriter changed = new StringWriter();
    StringWriter errors = new StringWriter();
    ToolProvider.findFirst("google-java-format")
        .orElseThrow()
        .run(new PrintWriter(changed), new PrintWriter(errors), arguments(sources));
    Stream<Finding> unreadable =
        errors.toString().lines().map(line -> new Finding("google-java-format", 0, line));
    Stream<Finding> unformatted =
        changed
            .toString()
            .lines()
            .map(path -> new Finding(name(sources, path), 0, "not formatted; run bin/format"));
    return Stream.concat(unreadable, unformatted);
  }

  private static String[] arguments(Map<String, ProjectFile> sources) {
    return Stream.concat(Stream.of("--dry-run"), sources.keySet().stream().sorted())
        .toArray(String[]::new);
  }

  private static String name(Map<String, ProjectFile> sources, String printed) {
    ProjectFile file = sources.get(printed);
    return file == null ? printed : file.path();
  }
}
