package ha.e2e.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A disk that everybody can write, without a lock: who writes puts down its process id. A process
 * that writes again after another one did shows that both had it.
 */
final class Volume {
  private final Path file;

  Volume(Path file) {
    this.file = file;
  }

  void write(long pid) throws IOException {
    Files.writeString(file, pid + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Writers in the order in which they wrote, each as often as it came anew. */
  static Optional<String> violation(List<String> lines) {
    Set<String> gone = new HashSet<>();
    String last = "";
    for (String writer : lines) {
      if (!writer.equals(last)) {
        gone.add(last);
        if (gone.contains(writer)) {
          return Optional.of(
              "S1: process " + writer + " wrote to the volume, then " + last + ", then it again");
        }
        last = writer;
      }
    }
    return Optional.empty();
  }

  Optional<String> violation() {
    try {
      return Files.exists(file) ? violation(Files.readAllLines(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
