package ha.agents.drbd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What keeps a device open, for messages. */
final class Holders {
  /** Registered for DRBD in the kernel's list of devices. */
  private static final int MAJOR = 147;

  private final Path system;

  Holders(Path system) {
    this.system = system;
  }

  /** "; it is in use: mounted on /srv/xen", or empty if nothing was found. */
  String sentence(DrbdState state) {
    List<String> found = new ArrayList<>();
    for (DrbdState.Volume volume : state.volumes()) {
      mounts(volume.minor(), found);
      stacked(volume.minor(), found);
    }
    return found.isEmpty() ? "" : "; it is in use: " + String.join(", ", found);
  }

  private void mounts(int minor, List<String> found) {
    try {
      for (String line : Files.readAllLines(system.resolve("proc/self/mountinfo"))) {
        String[] fields = line.split(" ", -1);
        if (fields.length > 4 && fields[2].equals(MAJOR + ":" + minor)) {
          found.add("mounted on " + fields[4]);
        }
      }
    } catch (IOException e) {
      found.add("perhaps mounted (" + e.getMessage() + ")");
    }
  }

  private void stacked(int minor, List<String> found) {
    Path holders = system.resolve("sys/block/drbd" + minor + "/holders");
    if (!Files.isDirectory(holders)) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(holders)) {
      all.forEach(h -> found.add("part of " + h.getFileName()));
    } catch (IOException e) {
      found.add("perhaps part of another device (" + e.getMessage() + ")");
    }
  }
}
