package ha.agents.filesystem;

import ha.agents.BuiltIn;
import java.nio.file.Path;

/** Provides the agent {@code filesystem}. */
public final class FilesystemProvider extends BuiltIn {
  public FilesystemProvider() {
    super("filesystem", settings -> new FilesystemAgent(settings, Path.of("/")));
  }
}
