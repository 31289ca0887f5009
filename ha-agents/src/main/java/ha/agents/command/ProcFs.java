package ha.agents.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** This machine's processes. What cannot be read is never reported as gone. */
public final class ProcFs {
  private final Path root;

  public ProcFs(Path root) {
    this.root = root;
  }

  /** The one below {@code /proc}. */
  public static ProcFs system() {
    return new ProcFs(Path.of("/proc"));
  }

  /** What is known of a process. */
  public sealed interface Found {
    /** It is there; perhaps only as a zombie. */
    record There(ProcessView view) implements Found {}

    /** There is certainly no such process. */
    record Gone() implements Found {}

    /** It cannot be told. */
    record Unreadable(String reason) implements Found {}
  }

  /** Looks for one process. */
  public Found find(long pid) {
    try {
      return new Found.There(read(pid));
    } catch (NoSuchFileException e) {
      return exists(pid)
          ? new Found.Unreadable("process " + pid + " exists, but " + root + " does not show it")
          : sane();
    } catch (IOException e) {
      // A process that ends while its file is read gives ESRCH, which has no exception of its own.
      return exists(pid)
          ? new Found.Unreadable(root + "/" + pid + "/stat: " + e.getMessage())
          : sane();
    } catch (IllegalArgumentException e) {
      return new Found.Unreadable(root + "/" + pid + "/stat: " + e.getMessage());
    }
  }

  private static boolean exists(long pid) {
    return Signals.exists(pid);
  }

  /** Gone, unless the whole file system is not what it should be. */
  private Found sane() {
    return Files.isReadable(root.resolve("self/stat"))
        ? new Found.Gone()
        : new Found.Unreadable(root + " cannot be read; is it mounted?");
  }

  /**
   * All processes that are not zombies.
   *
   * @throws IOException if {@code /proc} cannot be read
   */
  public List<ProcessView> alive() throws IOException {
    List<ProcessView> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root, ProcFs::isProcess)) {
      for (Path directory : all) {
        long pid = Long.parseLong(directory.getFileName().toString());
        if (find(pid) instanceof Found.There there && there.view().alive()) {
          found.add(there.view());
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static boolean isProcess(Path entry) {
    return entry.getFileName().toString().chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether a process was given {@code name=value} in its environment; empty if unreadable. */
  public Optional<Boolean> hasVariable(long pid, String name, String value) {
    try {
      String all =
          "\0" + Files.readString(root.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
      return Optional.of(all.contains("\0" + name + "=" + value + "\0"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Identity of this boot of the machine.
   *
   * @throws IOException if it cannot be read
   */
  public String bootId() throws IOException {
    return Files.readString(root.resolve("sys/kernel/random/boot_id")).strip();
  }

  private ProcessView read(long pid) throws IOException {
    byte[] line = Files.readAllBytes(root.resolve(pid + "/stat"));
    return ProcessView.parse(new String(line, StandardCharsets.ISO_8859_1));
  }
}
