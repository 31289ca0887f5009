package ha.checks.tidy;

import ha.checks.Project;
import ha.checks.ProjectFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Each package of a module says in a package-info.java what it is for, and is {@code @NullMarked}.
 * Tests share the one of the code that they test, or have one of their own that need not say more.
 */
final class PackageInfoRule implements Rule {
  private static final String FILE = "package-info.java";

  @Override
  public Stream<Finding> check(Project project) {
    Set<String> described =
        project.ending("/" + FILE).map(f -> mainDirectory(f)).collect(Collectors.toSet());
    TreeMap<String, ProjectFile> undescribed = new TreeMap<>();
    List<Finding> found = new ArrayList<>();
    for (ProjectFile file : project.ending(".java").toList()) {
      if (file.path().endsWith("/" + FILE)) {
        found.addAll(content(file));
      } else if (!described.contains(mainDirectory(file))) {
        undescribed.putIfAbsent(mainDirectory(file), file);
      }
    }
    for (ProjectFile file : undescribed.values()) {
      found.add(new Finding(file.directory(), 0, "no " + FILE + "; say what the package is for"));
    }
    return found.stream();
  }

  private static List<Finding> content(ProjectFile file) {
    String text = file.text();
    List<Finding> found = new ArrayList<>();
    if (!text.contains("@NullMarked")) {
      found.add(Finding.in(file, "package is not @NullMarked"));
    }
    boolean test = file.path().contains("/src/test/java/");
    if (!test && !text.contains("/**")) {
      found.add(Finding.in(file, "does not say what the package is for"));
    }
    return found;
  }

  private static String mainDirectory(ProjectFile file) {
    return file.directory().replace("/src/test/java", "/src/main/java");
  }
}
