package ha.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of a source tree, sorted by path; build output and editors' files are left out. */
public record Project(Path root, List<ProjectFile> files) {
  private static final Set<String> NOT_OURS =
      Set.of("target", ".git", ".idea", ".vscode", ".settings", ".classpath", ".project");

  public Project {
    files = List.copyOf(files);
  }

  /** The tree that this test runs in. */
  public static Project thisOne() {
    Path here = Path.of("").toAbsolutePath();
    for (Path up = here; up != null; up = up.getParent()) {
      if (Files.exists(up.resolve("docs/ARCHITECTURE.md"))) {
        return at(up);
      }
    }
    throw new IllegalStateException("no docs/ARCHITECTURE.md in " + here + " or above it");
  }

  /** The tree below {@code root}. */
  public static Project at(Path root) {
    List<ProjectFile> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes unused) {
              return isOurs(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && isOurs(file)) {
                found.add(new ProjectFile(root, root.relativize(file).toString()));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot walk " + root, e);
    }
    found.sort(Comparator.comparing(ProjectFile::path));
    return new Project(root, found);
  }

  /** Files whose path ends with {@code suffix}. */
  public Stream<ProjectFile> ending(String suffix) {
    return files.stream().filter(f -> f.path().endsWith(suffix));
  }

  private static boolean isOurs(Path path) {
    String name = path.getFileName().toString();
    return !NOT_OURS.contains(name) && !name.endsWith(".iml") && !name.endsWith(".class");
  }
}
