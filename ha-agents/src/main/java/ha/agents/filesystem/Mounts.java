package ha.agents.filesystem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is mounted now. */
record Mounts(List<Mount> all) {
  /**
   * Those that a process sees.
   *
   * @throws IOException if they cannot be read
   */
  static Mounts seenBy(Path process) throws IOException {
    // Other characters than those of UTF-8 may stand in any path.
    String text = Files.readString(process.resolve("mountinfo"), StandardCharsets.ISO_8859_1);
    String readable =
        new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    List<Mount> found = new ArrayList<>();
    for (String line : readable.lines().toList()) {
      found.add(Mount.parse(line).orElseThrow(() -> new IOException("not understood: " + line)));
    }
    if (found.isEmpty()) {
      throw new IOException("no mounts at all");
    }
    return new Mounts(List.copyOf(found));
  }

  /** The one that is seen at a place: of several the last, which hides the others. */
  Optional<Mount> at(Path point) {
    return all.stream().filter(m -> m.point().equals(point)).reduce((earlier, later) -> later);
  }

  /** The one that a path leads into. */
  Optional<Mount> of(Path path) {
    return all.stream()
        .filter(m -> path.startsWith(m.point()))
        .reduce((one, other) ->
            other.point().getNameCount() >= one.point().getNameCount() ? other : one);
  }

  /** Those below a place. */
  List<Mount> below(Path point) {
    return all.stream()
        .filter(m -> m.point().startsWith(point) && !m.point().equals(point))
        .toList();
  }

  /** All mounts of a file system. */
  List<Mount> ofDevice(String device) {
    return all.stream().filter(m -> m.device().equals(device)).toList();
  }

  /**
   * Processes that still see a file system which this one no longer sees, one for each of their
   * mount namespaces, such as those of containers.
   */
  static List<Long> elsewhere(Path proc, String device) throws IOException {
    Set<String> looked = new HashSet<>();
    List<Long> found = new ArrayList<>();
    try (var processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (looked.add(namespace(process)) && sees(process, device)) {
          found.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    }
    return found;
  }

  private static String namespace(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("ns/mnt")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean sees(Path process, String device) {
    try {
      return !seenBy(process).ofDevice(device).isEmpty();
    } catch (IOException e) {
      // It ended meanwhile, or is a kernel thread or a zombie without mounts.
      return false;
    }
  }
}
