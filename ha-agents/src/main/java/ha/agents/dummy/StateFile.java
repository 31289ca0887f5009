package ha.agents.dummy;

import ha.agents.PrivateFiles;
import ha.model.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** A file whose existence is "running" and whose content is the role. */
record StateFile(Path path) {
  /**
   * The role written there, {@link Role#STOPPED} if there is no file.
   *
   * @throws IOException if it cannot be read or holds no role
   */
  Role read() throws IOException {
    try {
      return Role.valueOf(Files.readString(path).strip().toUpperCase(Locale.ROOT));
    } catch (NoSuchFileException e) {
      return Role.STOPPED;
    } catch (IllegalArgumentException e) {
      throw new IOException(path + " holds no role", e);
    }
  }

  void write(Role role) throws IOException {
    if (role == Role.STOPPED) {
      Files.deleteIfExists(path);
    } else {
      PrivateFiles.replace(path, role.name().toLowerCase(Locale.ROOT) + "\n");
    }
  }
}
