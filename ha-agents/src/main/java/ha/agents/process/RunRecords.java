package ha.agents.process;

import ha.agents.PrivateFiles;
import ha.model.ResourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The records of all programs, one file each, valid at every moment. */
final class RunRecords {
  private final Path directory;

  RunRecords(Path directory) {
    this.directory = directory;
  }

  /** What is on disk for a resource. */
  sealed interface Found {
    record There(RunRecord record) implements Found {}

    record None() implements Found {}

    record Damaged(String reason) implements Found {}
  }

  Found read(ResourceId resource) {
    Path file = file(resource);
    try {
      return new Found.There(RunRecord.parse(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return new Found.None();
    } catch (IOException | IllegalArgumentException e) {
      return new Found.Damaged(
          file
              + " cannot be read: "
              + e.getMessage()
              + "; make sure that the program does not run, then remove that file");
    }
  }

  void write(ResourceId resource, RunRecord record) throws IOException {
    PrivateFiles.replace(file(resource), record.text());
  }

  void delete(ResourceId resource) throws IOException {
    Files.deleteIfExists(file(resource));
  }

  private Path file(ResourceId resource) {
    return directory.resolve("r-" + resource.value() + ".run");
  }
}
