package ha.agents.filesystem;

import ha.agents.Calls;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Commands;
import ha.model.MonoTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A machine that can mount what this kernel cannot: a directory that looks like {@code /proc} and
 * {@code /sys}, and the tools that change it. What reads a device runs for real.
 */
final class MountDouble implements Commands {
  static final String OCFS2_REGION = "0C55A30CE9E34A6FB9A0B3B0A7C2E9B1";
  private static final String ROOT = "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n";

  final List<String> asked = new ArrayList<>();
  private Path system = Path.of("nowhere");
  private String mounted = "";
  private String held = "";

  /** The number that the kernel gives to what is mounted next. */
  String number = "0:45";

  /** Whatever asks the file system waits, as it does for a dead server or a cluster at pause. */
  boolean silent;

  /** An unmount by force helps while the server is dead. */
  boolean forceHelps;

  /** The kernel lets go of what is detached. */
  boolean letsGo;

  /** The heartbeat on the disk ends with the unmount. */
  boolean heartbeatEnds = true;

  boolean quorate = true;

  /** On a machine whose {@code /proc} and {@code /sys} lie below {@code root}. */
  void on(Path root) {
    system = root;
    write("proc/self/mountinfo", ROOT);
    write("proc/fs/nfsfs/volumes", "");
    for (String type : List.of("nfs", "ocfs2")) {
      write("sbin/mount." + type, "");
    }
  }

  /** A disk whose head is a recording. */
  static Path disk(Path file, String recording, int offset) {
    try (InputStream in = MountDouble.class.getResourceAsStream("/filesystem/" + recording);
        RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      String text =
          new String(Objects.requireNonNull(in, recording).readAllBytes(), StandardCharsets.UTF_8);
      disk.setLength(1 << 20);
      disk.seek(offset);
      disk.write(HexFormat.of().parseHex(text.replaceAll("\\s+", "")));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String text) {
    try {
      Path path = system.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(String file) {
    try {
      Files.deleteIfExists(system.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** O2CB with a cluster of these nodes. */
  void online(String cluster, String... nodes) {
    write("sys/fs/ocfs2/cluster_stack", "o2cb\n");
    write("sys/kernel/config/cluster/" + cluster + "/heartbeat/mode", "local\n");
    for (String node : nodes) {
      write("sys/kernel/config/cluster/" + cluster + "/node/" + node + "/num", "0\n");
    }
  }

  /** A lock manager that has joined a cluster. */
  void locks(String cluster) {
    write(
        "proc/2000000012/stat",
        "2000000012 (dlm_controld) S 1 2000000012 2000000012 0 -1 4194560 0 0 0 0 0 0 0 0"
            + " 20 0 2 0 1234 0 0\n");
    write("sys/kernel/config/dlm/cluster/cluster_name", cluster + "\n");
  }

  @Override
  public CommandOutcome run(Command command, MonoTime deadline) throws InterruptedException {
    List<String> words = command.arguments();
    synchronized (this) {
      asked.add(String.join(" ", words));
    }
    return switch (words.getFirst()) {
      case "od" -> Calls.runner().run(command, deadline);
      case "mount" -> mount(words);
      case "umount" -> umount(words);
      case "stat", "ls", "dd", "rm" -> silent ? hung(words) : said(0, "");
      case "ocfs2_hb_ctl" -> {
        endHeartbeat();
        yield said(0, "");
      }
      case "dlm_tool" ->
          said(0, "cluster nodeid 1 quorate " + (quorate ? 1 : 0) + " ring seq 8 8\n");
      default -> new CommandOutcome.NotStarted("setsid: failed to execute " + words.getFirst());
    };
  }

  private static CommandOutcome said(int code, String output) {
    return new CommandOutcome.Exited(code, output, Duration.ZERO);
  }

  private static CommandOutcome hung(List<String> words) {
    return new CommandOutcome.Expired("", List.of("4711 " + words.getFirst() + " (D)"), List.of());
  }

  private synchronized CommandOutcome mount(List<String> words) {
    String type = words.get(2);
    String device = words.get(words.size() - 2);
    String directory = words.getLast().replace(" ", "\\040");
    String options = words.contains("-o") ? words.get(4) : "rw";
    String how = List.of(options.split(",")).contains("ro") ? "ro" : "rw";
    mounted =
        "50 21 %s / %s %s shared:7 - %s %s %s\n"
            .formatted(number, directory, how, type, device, how);
    if (type.equals("nfs")) {
      held = "v4 c0a80001  801 " + number + "         0:0                               no\n";
    }
    if (type.equals("ocfs2")) {
      String name = device.substring(device.lastIndexOf('/') + 1);
      write("sys/kernel/config/cluster/ocfs2/heartbeat/" + OCFS2_REGION + "/dev", name + "\n");
    }
    show();
    return said(0, "");
  }

  private synchronized CommandOutcome umount(List<String> words) {
    boolean force = words.contains("--force");
    boolean lazy = words.contains("--lazy");
    if (mounted.isEmpty()) {
      return said(32, "umount: " + words.getLast() + ": not mounted.\n");
    }
    boolean dead = silent && mounted.contains(" - nfs ");
    if (dead && !force) {
      return hung(words);
    }
    if (dead && !lazy && !forceHelps) {
      return said(32, "umount: " + words.getLast() + ": target is busy.\n");
    }
    mounted = "";
    if (!dead || forceHelps || letsGo) {
      held = "";
    }
    if (heartbeatEnds) {
      endHeartbeat();
    }
    show();
    return said(0, "");
  }

  private void endHeartbeat() {
    remove("sys/kernel/config/cluster/ocfs2/heartbeat/" + OCFS2_REGION + "/dev");
    remove("sys/kernel/config/cluster/ocfs2/heartbeat/" + OCFS2_REGION);
  }

  /** Nothing is mounted any more, and the kernel has let go. */
  synchronized void reset() {
    mounted = "";
    held = "";
    silent = false;
    show();
  }

  private void show() {
    write("proc/self/mountinfo", ROOT + mounted);
    write("proc/fs/nfsfs/volumes", "NV SERVER   PORT DEV          FSID         FSC\n" + held);
  }
}
