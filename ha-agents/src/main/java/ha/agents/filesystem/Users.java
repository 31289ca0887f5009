package ha.agents.filesystem;

import ha.agents.command.ProcFs;
import ha.agents.command.ProcessView;
import ha.model.ResourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who keeps a mount busy. Open files are told by the mount's number, which no other mount has;
 * directories and programs by their paths, since asking the file system itself could hang.
 */
final class Users {
  /** Variables by which processes of resources are recognised; the first two are of our agents. */
  private static final List<String> OWNERS = List.of("HA_RESOURCE=", "OCF_RESOURCE_INSTANCE=");

  private final Path proc;
  private final Mounts mounts;
  private final Mount mount;

  Users(Path proc, Mounts mounts, Mount mount) {
    this.proc = proc;
    this.mounts = mounts;
    this.mount = mount;
  }

  /**
   * One of them.
   *
   * @param sparedBecause why it must not be ended, or empty if it may be
   */
  record User(ProcessView process, Optional<String> sparedBecause) {
    @Override
    public String toString() {
      return process + sparedBecause.map(why -> ", " + why).orElse("");
    }
  }

  /**
   * All of them, as seen for {@code resource}.
   *
   * @throws IOException if the processes cannot be seen
   */
  List<User> find(ResourceId resource) throws IOException {
    List<User> found = new ArrayList<>();
    for (ProcessView process : new ProcFs(proc).alive()) {
      Path directory = proc.resolve(Long.toString(process.pid()));
      if (uses(directory)) {
        found.add(new User(process, spared(process, directory, resource)));
      }
    }
    return List.copyOf(found);
  }

  private Optional<String> spared(ProcessView process, Path directory, ResourceId resource) {
    if (process.pid() == 1) {
      return Optional.of("the init process");
    }
    if (process.pid() == ProcessHandle.current().pid()) {
      return Optional.of("the cluster's own daemon");
    }
    return owner(directory)
        .filter(owner -> !owner.equals(resource.value()))
        .map(owner -> "of resource '" + owner + "'");
  }

  private static Optional<String> owner(Path directory) {
    try {
      String environment =
          Files.readString(directory.resolve("environ"), StandardCharsets.ISO_8859_1);
      for (String variable : environment.split("\0", -1)) {
        for (String key : OWNERS) {
          if (variable.startsWith(key)) {
            return Optional.of(variable.substring(key.length()));
          }
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The same path means something else to a process with mounts of its own, as in a container. */
  private boolean uses(Path process) {
    boolean sameMounts = link(process.resolve("ns/mnt")).equals(link(proc.resolve("self/ns/mnt")));
    return hasOpen(process) || (sameMounts && (leadsHere(process) || hasMapped(process)));
  }

  private boolean leadsHere(Path process) {
    return List.of("cwd", "root", "exe").stream()
        .anyMatch(name -> link(process.resolve(name)).filter(this::inside).isPresent());
  }

  private static Optional<Path> link(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean inside(Path path) {
    return mounts.of(path).filter(m -> m.id() == mount.id()).isPresent();
  }

  private boolean hasOpen(Path process) {
    try (var files = Files.newDirectoryStream(process.resolve("fdinfo"))) {
      for (Path file : files) {
        if (Files.readString(file).lines().anyMatch(this::isOurs)) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // It ended meanwhile.
      return false;
    }
    return false;
  }

  private boolean isOurs(String line) {
    return line.startsWith("mnt_id:")
        && line.substring("mnt_id:".length()).strip().equals(Long.toString(mount.id()));
  }

  /**
   * Field 4 of a mapping is the file system's device, as hexadecimal numbers (proc_pid_maps(5)).
   */
  private boolean hasMapped(Path process) {
    String[] numbers = mount.device().split(":", 2);
    String device =
        "%02x:%02x".formatted(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    try (var lines = Files.lines(process.resolve("maps"), StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> {
        String[] fields = line.split("\\s+", 6);
        return fields.length == 6
            && fields[3].equals(device)
            && fields[5].startsWith("/")
            && inside(Path.of(fields[5]));
      });
    } catch (IOException | java.io.UncheckedIOException e) {
      return false;
    }
  }
}
