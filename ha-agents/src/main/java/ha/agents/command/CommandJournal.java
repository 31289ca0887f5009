package ha.agents.command;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which programs are running for the daemon now: one empty file each, named after the process. A
 * daemon that was killed leaves its files behind, so that the next one can end what still runs for
 * nobody: a start that goes on in the background would come true after it was probed as stopped.
 */
public final class CommandJournal {
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);

  private final Optional<Path> directory;
  private final ProcFs processes;

  /** In a directory that does not outlive a reboot. */
  public CommandJournal(Path directory, ProcFs processes) {
    this(Optional.of(directory), processes);
  }

  private CommandJournal(Optional<Path> directory, ProcFs processes) {
    this.directory = directory;
    this.processes = processes;
  }

  /** Notes nothing: for who ends with its programs, such as a command that an operator gives. */
  public static CommandJournal none() {
    return new CommandJournal(Optional.empty(), ProcFs.system());
  }

  /** One running program, as the name of its file. */
  private record Entry(String bootId, long pid, long startTicks) {
    String fileName() {
      return bootId + "." + pid + "." + startTicks;
    }

    static Optional<Entry> of(String fileName) {
      String[] parts = fileName.split("\\.", -1);
      try {
        return parts.length == 3
            ? Optional.of(new Entry(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])))
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * Notes a program that was just started.
   *
   * @return its note, to be given back at its end; empty if it has ended already
   * @throws IOException if it cannot be noted
   */
  Optional<Path> began(long pid) throws IOException {
    if (directory.isEmpty() || !(processes.find(pid) instanceof ProcFs.Found.There there)) {
      return Optional.empty();
    }
    Path notes = directory.get();
    if (!Files.isDirectory(notes)) {
      Files.createDirectories(
          notes,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Entry entry = new Entry(processes.bootId(), pid, there.view().startTicks());
    return Optional.of(Files.createFile(notes.resolve(entry.fileName())));
  }

  static void ended(Path note) throws IOException {
    Files.deleteIfExists(note);
  }

  /**
   * Ends what an earlier daemon has left running, with all that belongs to it. To be called before
   * anything is probed, and by one daemon at a time.
   *
   * @return the processes that were killed, for people
   * @throws IOException if it cannot be told what runs, or something could not be killed
   */
  public List<String> endLeftovers() throws IOException {
    List<String> killed = new ArrayList<>();
    if (directory.isEmpty()) {
      return List.of();
    }
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(directory.get())) {
      for (Path note : notes) {
        Optional<Entry> entry = Entry.of(note.getFileName().toString());
        if (entry.isPresent() && runs(entry.get())) {
          killed.addAll(kill(entry.get()));
        }
        Files.delete(note);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return List.copyOf(killed);
  }

  private boolean runs(Entry entry) throws IOException {
    if (!processes.bootId().equals(entry.bootId())) {
      return false;
    }
    return switch (processes.find(entry.pid())) {
      case ProcFs.Found.Gone gone -> false;
      case ProcFs.Found.Unreadable unreadable -> throw new IOException(unreadable.reason());
      case ProcFs.Found.There there -> there.view().startTicks() == entry.startTicks();
    };
  }

  private List<String> kill(Entry entry) throws IOException {
    ProcessSession session = new ProcessSession(processes, entry.pid());
    List<ProcessView> members = session.members();
    List<ProcessView> left = session.kill(KILL_PATIENCE);
    if (!left.isEmpty()) {
      throw new IOException("processes of an earlier daemon cannot be killed: " + left);
    }
    return members.stream().map(ProcessView::toString).toList();
  }
}
