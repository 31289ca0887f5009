package ha.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One file of a project.
 *
 * @param path relative to the root, with {@code /}
 */
public record ProjectFile(Path root, String path) {
  /** Where it lies. */
  public Path location() {
    return root.resolve(path);
  }

  /** Path of the directory that it lies in; empty for the root. */
  public String directory() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** Length in bytes. */
  public long size() {
    try {
      return Files.size(location());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + location(), e);
    }
  }

  /** Content, wrong UTF-8 replaced. */
  public String text() {
    try {
      return new String(Files.readAllBytes(location()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + location(), e);
    }
  }

  public List<String> lines() {
    return text().lines().toList();
  }

  /** Whether this is no text: it holds a zero byte. */
  public boolean isBinary() {
    return text().indexOf('\0') >= 0;
  }
}
