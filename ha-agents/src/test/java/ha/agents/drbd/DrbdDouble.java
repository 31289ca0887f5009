package ha.agents.drbd;

import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Commands;
import ha.agents.command.Following;
import ha.model.MonoTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * DRBD on the node alice, with bob as its peer: answers the tools' commands in their words and
 * keeps the state that they would change.
 */
final class DrbdDouble implements Commands {
  private static final int FAILED = 11;

  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<Consumer<String>> followers = new CopyOnWriteArrayList<>();
  boolean version84;
  boolean loaded = true;
  boolean configured;
  boolean inConfiguration = true;
  boolean heldOpen;
  boolean dualAllowed;
  boolean connectsWhenUp = true;
  String role = "Secondary";
  String disk = "UpToDate";
  String diskWhenUp = "UpToDate";
  String connection = "Connecting";
  String peerRole = "Unknown";
  String peerDisk = "DUnknown";
  String suspended = "no";
  String generation = "9AD1E3B2E0B5A0D6";
  String bitmap = "0000000000000000";
  private Path system = Path.of("nowhere");

  /** On a machine whose {@code /sys} lies below {@code root}. */
  void on(Path root) {
    system = root;
    showModule();
  }

  void showModule() {
    try {
      if (loaded) {
        Files.createDirectories(system.resolve("sys/module/drbd"));
      } else {
        Files.deleteIfExists(system.resolve("sys/module/drbd"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized boolean isPrimary() {
    return role.equals("Primary");
  }

  void connected(String hisRole, String hisDisk) {
    connection = "Connected";
    peerRole = hisRole;
    peerDisk = hisDisk;
  }

  void cut(String state) {
    connection = state;
    peerRole = "Unknown";
    peerDisk = "DUnknown";
  }

  /** Whoever reads {@code events2} without end is told of what happens. */
  @Override
  public Following follow(Command command, Consumer<String> lines) {
    asked.add(String.join(" ", command.arguments()) + " …");
    followers.add(lines);
    (configured ? events() : "exists -\n").lines().forEach(lines);
    return () -> followers.remove(lines);
  }

  void happens(String line) {
    followers.forEach(f -> f.accept(line));
  }

  @Override
  public synchronized CommandOutcome run(Command command, MonoTime deadline) {
    List<String> words = command.arguments();
    asked.add(String.join(" ", words));
    return switch (words.getFirst()) {
      case "modprobe" -> {
        loaded = true;
        showModule();
        yield said(0, "");
      }
      case "drbdsetup" -> setup(words.subList(1, words.size()));
      case "drbdadm" -> admin(words.get(1), words.get(2));
      default -> new CommandOutcome.NotStarted("setsid: failed to execute " + words.getFirst());
    };
  }

  private static CommandOutcome said(int code, String output) {
    return new CommandOutcome.Exited(code, output, Duration.ZERO);
  }

  private CommandOutcome setup(List<String> words) {
    return switch (words.getFirst()) {
      case "events2" -> said(0, configured ? events() : "exists -\n");
      case "down" -> {
        if (!configured) {
          yield said(10, "r0: Failure: (158) Unknown resource\n");
        }
        if (heldOpen && role.equals("Primary")) {
          yield heldOpen("down");
        }
        configured = false;
        role = "Secondary";
        yield said(0, "");
      }
      case "secondary" -> secondary();
      default -> said(20, "invalid command\n");
    };
  }

  private CommandOutcome admin(String command, String resource) {
    if (!inConfiguration || !resource.equals("r0")) {
      return said(1, "'" + resource + "' not defined in your config (for this host).\n");
    }
    return switch (command) {
      case "up", "adjust" -> up();
      case "dump" -> said(0, "resource r0 { }\n");
      case "get-gi" ->
          said(0, generation + ":" + bitmap + ":0000000000000000:0000000000000000:1:1:0:1:0:0:0\n");
      case "primary" -> primary();
      case "secondary" -> secondary();
      default -> said(1, "Unknown command '" + command + "'\n");
    };
  }

  private CommandOutcome up() {
    configured = true;
    disk = diskWhenUp;
    if (connectsWhenUp) {
      connected("Secondary", "UpToDate");
    }
    return said(0, "");
  }

  private CommandOutcome primary() {
    if (peerRole.equals("Primary") && !dualAllowed) {
      return said(
          FAILED,
          """
          r0: State change failed: (-1) Multiple primaries not allowed by config
          Command 'drbdsetup primary r0' terminated with exit code 11
          """);
    }
    if (!disk.equals("UpToDate") && !disk.equals("Consistent") && !peerDisk.equals("UpToDate")) {
      return said(
          17,
          """
          r0: State change failed: (-2) Need access to UpToDate data
          Command 'drbdsetup primary r0' terminated with exit code 17
          """);
    }
    role = "Primary";
    return said(0, "");
  }

  private CommandOutcome secondary() {
    if (heldOpen) {
      return heldOpen("secondary");
    }
    role = "Secondary";
    return said(0, "");
  }

  private CommandOutcome heldOpen(String command) {
    String failed = "State change failed: (-12) Device is held open by someone\n";
    String exit = " terminated with exit code 11\n";
    if (!version84) {
      return said(FAILED, "r0: " + failed + "Command 'drbdsetup " + command + " r0'" + exit);
    }
    // As recorded: 8.4 names the device where it is one, and has tools of its own.
    return said(
        FAILED,
        command.equals("down")
            ? "r0: "
                + failed
                + "additional info from kernel:\nfailed to demote\nCommand 'drbdsetup-84 down r0'"
                + exit
            : "0: " + failed + "Command 'drbdsetup-84 " + command + " 0'" + exit);
  }

  private String events() {
    String replication = connection.equals("Connected") ? "Established" : "Off";
    return template(version84 ? "/drbd/events2-84.txt" : "/drbd/events2-9.txt")
        .replace("{role}", role)
        .replace("{suspended}", suspended)
        .replace("{connection}", connection)
        .replace("{peer-role}", peerRole)
        .replace("{disk}", disk)
        .replace("{replication}", replication)
        .replace("{peer-disk}", peerDisk);
  }

  private static String template(String name) {
    try (InputStream in = DrbdDouble.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
