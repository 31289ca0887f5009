package ha.fencing.agent;

import ha.fencing.device.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The fence agents of this machine and what they say of themselves, asked once per version of the
 * program's file. Thread-safe.
 */
public final class AgentPrograms {
  /** Where distributions put fence agents. */
  public static final List<Path> DIRECTORIES = List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"));

  private static final Pattern NAME = Pattern.compile("fence_[A-Za-z0-9_]{1,60}");
  private static final Duration METADATA_LIMIT = Duration.ofSeconds(20);
  private static final int AT_ONCE = 2;

  private final List<Path> directories;
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  private record Known(FileTime version, Optional<AgentMetadata> metadata) {}

  /** Agents in these directories, the first one first. */
  public AgentPrograms(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /** Whether a name may be one of a fence agent. */
  public static boolean isAgent(String name) {
    return NAME.matcher(name).matches();
  }

  /** The names of all agents. */
  public NavigableSet<String> names() {
    NavigableSet<String> names = new TreeSet<>();
    for (Path directory : directories) {
      try (Stream<Path> files = Files.list(directory)) {
        files
            .map(f -> f.getFileName().toString())
            .filter(AgentPrograms::isAgent)
            .forEach(names::add);
      } catch (IOException e) {
        // A directory that is not there holds no agents.
      }
    }
    return names;
  }

  /**
   * The agent's program: a file of root's (or ours) in one of the directories, also where it leads
   * to as a link, that nobody else may change.
   */
  public Optional<Path> find(String name) {
    if (!isAgent(name)) {
      return Optional.empty();
    }
    for (Path directory : directories) {
      Path file = directory.resolve(name);
      if (Files.isExecutable(file) && trusted(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private boolean trusted(Path file) {
    try {
      Path real = file.toRealPath();
      List<Path> allowed = new ArrayList<>();
      for (Path directory : directories) {
        if (Files.isDirectory(directory)) {
          allowed.add(directory.toRealPath());
        }
      }
      var mode = Files.getPosixFilePermissions(real);
      Object owner = Files.getAttribute(real, "unix:uid");
      Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return allowed.contains(real.getParent())
          && !mode.contains(PosixFilePermission.OTHERS_WRITE)
          && (owner.equals(0) || owner.equals(me));
    } catch (IOException e) {
      return false;
    }
  }

  /** What the agent says of itself; empty if it says nothing that can be read. */
  public Optional<AgentMetadata> metadata(String name) {
    Optional<Path> program = find(name);
    if (program.isEmpty()) {
      return Optional.empty();
    }
    try {
      FileTime version = Files.getLastModifiedTime(program.get());
      Known last = known.get(program.get());
      if (last != null && last.version.equals(version)) {
        return last.metadata;
      }
      Optional<AgentMetadata> metadata = ask(program.get());
      known.put(program.get(), new Known(version, metadata));
      return metadata;
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<AgentMetadata> ask(Path program) throws InterruptedException {
    turns.acquire();
    try {
      byte[] input = "action=metadata\n".getBytes(StandardCharsets.US_ASCII);
      AgentRun run = AgentProcess.run(program, input, Deadline.after(METADATA_LIMIT));
      return run.exited(0) ? MetadataReader.read(run.output()) : Optional.empty();
    } finally {
      turns.release();
    }
  }
}
