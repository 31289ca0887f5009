package ha.checks.tidy;

import ha.checks.Project;
import java.util.stream.Stream;

/** No file is larger than a million bytes: who clones keeps it for ever. */
final class FileSizeRule implements Rule {
  static final int MAX_BYTES = 1_000_000;

  @Override
  public Stream<Finding> check(Project project) {
    return project.files().stream()
        .filter(file -> file.size() > MAX_BYTES)
        .map(file ->
            Finding.in(file, file.size() + " bytes, at most " + MAX_BYTES + "; leave it out"));
  }
}
