package ha.checks.tidy;

import ha.checks.Project;
import ha.checks.ProjectFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Small trees that each break one rule. */
final class RuleSamples {
  static final String DIRECTORY = "ha-checks/src/test/resources/tidy/";
  static final String EXPECTED = "expected.txt";

  private RuleSamples() {}

  /** All samples, as {@code rule/case}. */
  static List<String> names() {
    return files()
        .filter(f -> f.path().endsWith("/" + EXPECTED))
        .map(f -> f.directory().substring(DIRECTORY.length()))
        .toList();
  }

  /** What the rule has to say of a sample, a finding a line. */
  static List<String> expected(String name) {
    return new ProjectFile(Project.thisOne().root(), DIRECTORY + name + "/" + EXPECTED).lines();
  }

  /** Puts a sample into {@code place} under its files' real names. */
  static Project unpack(String name, Path place) throws IOException {
    String directory = DIRECTORY + name + "/";
    for (ProjectFile file : files().toList()) {
      if (file.path().startsWith(directory) && !file.path().endsWith("/" + EXPECTED)) {
        String relative = file.path().substring(directory.length());
        Path copy = place.resolve(relative.replaceFirst("\\.txt$", ""));
        Files.createDirectories(copy.toAbsolutePath().getParent());
        Files.copy(file.location(), copy);
      }
    }
    return Project.at(place);
  }

  private static Stream<ProjectFile> files() {
    return Project.thisOne().files().stream().filter(f -> f.path().startsWith(DIRECTORY));
  }
}
