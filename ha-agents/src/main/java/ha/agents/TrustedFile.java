package ha.agents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a file may be run with our rights: nobody but its owner and root can change it. */
public final class TrustedFile {
  private TrustedFile() {}

  /** What is wrong with it or its directory, and what helps; empty if it may be run. */
  public static Optional<String> problem(Path file) {
    Optional<String> wrong = changeable(file).or(() -> changeable(file.getParent()));
    if (wrong.isPresent()) {
      return wrong;
    }
    if (!Files.isRegularFile(file)) {
      return Optional.of(file + " is no plain file");
    }
    return Files.isExecutable(file)
        ? Optional.empty()
        : Optional.of(file + " cannot be executed; run chmod +x on it");
  }

  /** Whether somebody else can change a file or directory, and what helps. */
  public static Optional<String> changeable(@Nullable Path path) {
    if (path == null) {
      return Optional.empty();
    }
    try {
      PosixFileAttributes file = Files.readAttributes(path, PosixFileAttributes.class);
      String owner = file.owner().getName();
      if (!owner.equals("root") && !owner.equals(System.getProperty("user.name"))) {
        return Optional.of(path + " belongs to " + owner + "; it must belong to root");
      }
      return file.permissions().contains(PosixFilePermission.OTHERS_WRITE)
          ? Optional.of(path + " can be written to by everybody; run chmod o-w on it")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(path + " cannot be examined: " + e.getMessage());
    }
  }
}
