package ha.agents.tool;

import ha.agents.PrivateFiles;
import ha.model.ResourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One line for each resource that was started on this node, so that it can be found and stopped
 * when its definition is gone. Forgotten with a reboot, like what it is about.
 */
public final class Remembered {
  private final Path directory;

  public Remembered(Path directory) {
    this.directory = directory;
  }

  /** What was remembered of a resource. */
  public Optional<String> of(ResourceId resource) {
    try {
      return Optional.of(Files.readString(file(resource)).strip()).filter(t -> !t.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // As good as nothing: the parameters tell it again.
      return Optional.empty();
    }
  }

  /**
   * Remembers it.
   *
   * @throws IOException if the run directory does not take it
   */
  public void put(ResourceId resource, String text) throws IOException {
    if (!of(resource).equals(Optional.of(text))) {
      PrivateFiles.replace(file(resource), text + "\n");
    }
  }

  /**
   * Forgets it.
   *
   * @throws IOException if the file cannot be removed
   */
  public void forget(ResourceId resource) throws IOException {
    Files.deleteIfExists(file(resource));
  }

  private Path file(ResourceId resource) {
    return directory.resolve("r-" + resource.value());
  }
}
