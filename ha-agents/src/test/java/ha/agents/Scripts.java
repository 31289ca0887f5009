package ha.agents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs that tests write. */
public final class Scripts {
  private Scripts() {}

  /** A program for {@code /bin/sh}. */
  public static Path shell(Path path, String body) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return path;
  }

  /** How many living processes have {@code text} in their arguments. */
  public static long running(String text) throws IOException {
    long found = 0;
    try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        found += mentions(process, text) ? 1 : 0;
      }
    }
    return found;
  }

  private static boolean mentions(Path process, String text) {
    try {
      return Files.readString(process.resolve("cmdline")).replace('\0', ' ').contains(text);
    } catch (IOException | java.io.UncheckedIOException e) {
      return false;
    }
  }
}
