package ha.agents.systemd;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a unit is told while the cluster runs it, until the next boot: systemd does not start it
 * again by itself, and at shutdown stops it only after the daemon has stopped its resources.
 */
record DropIn(Path file) {
  private static final String TEXT =
      """
      # Written by had while it runs this unit; removed when it stops it.
      [Unit]
      Before=had.service
      [Service]
      Restart=no
      """;

  static DropIn of(Path root, String unit) {
    return new DropIn(root.resolve(unit + ".d").resolve("50-had.conf"));
  }

  /** Whether anything had to be changed. */
  boolean write() throws IOException {
    if (Files.exists(file) && Files.readString(file).equals(TEXT)) {
      return false;
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, TEXT);
    return true;
  }

  /** Whether anything had to be changed. */
  boolean remove() throws IOException {
    boolean was = Files.deleteIfExists(file);
    if (was) {
      try {
        Files.deleteIfExists(file.getParent());
      } catch (DirectoryNotEmptyException e) {
        // Others have settings for the unit too.
        return true;
      }
    }
    return was;
  }
}
