package ha.agents.xen;

import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Commands;
import ha.model.MonoTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Two hosts under Xen, seen from the first: answers {@code xl} here, and there by {@code ssh}, in
 * its words, and keeps the domains that it would change.
 */
final class XenDouble implements Commands {
  /** How a migration goes. */
  enum Fate {
    ARRIVES,
    /** The target cannot make the domain; the source goes on. */
    TARGET_FAILS,
    /**
     * The connection breaks in the last handshake: the copy here stays paused under another name.
     */
    HANDSHAKE_BREAKS,
    /** As before, but the copy at the target runs. */
    HANDSHAKE_BREAKS_AFTER_START,
    /** Both copies run: what must never be. */
    RUNS_TWICE,
    /** Killed at the deadline while suspended. */
    HANGS_SUSPENDED
  }

  /** A domain of the double. */
  static final class Guest {
    String name;
    final int id;
    final String uuid;
    final long memoryMib;
    String marks = "-b----";
    String reason = "-";

    Guest(String name, int id, String uuid, long memoryMib) {
      this.name = name;
      this.id = id;
      this.uuid = uuid;
      this.memoryMib = memoryMib;
    }
  }

  static final String UUID = "50bc8f75-81d0-4d53-b2e6-95cb44e2682e";

  final List<String> asked = new ArrayList<>();
  final List<Guest> here = new ArrayList<>();
  final List<Guest> there = new ArrayList<>();
  final Set<String> disksThere = new HashSet<>();
  boolean reachable = true;
  boolean reachableAfterMigration = true;
  boolean heedsShutdown = true;
  boolean canDie = true;
  long freeThere = 4096;
  int minorThere = 17;
  Fate fate = Fate.ARRIVES;
  private int nextId = 1;

  Guest add(List<Guest> host, String name, String uuid) {
    Guest guest = new Guest(name, nextId++, uuid, 512);
    host.add(guest);
    return guest;
  }

  @Override
  public synchronized CommandOutcome run(Command command, MonoTime deadline) {
    List<String> words = command.arguments();
    asked.add(String.join(" ", words));
    if (words.getFirst().equals("ssh")) {
      int end = words.indexOf("--");
      return reachable
          ? run(words.subList(end + 2, words.size()), true)
          : said(255, "ssh: connect to host bob port 22: No route to host\n");
    }
    return run(words, false);
  }

  private CommandOutcome run(List<String> words, boolean remote) {
    return switch (words.getFirst()) {
      case "xl" -> xl(words.subList(1, words.size()), remote);
      case "test" -> said(disksThere.contains(words.getLast().replace("'", "")) ? 0 : 1, "");
      default -> new CommandOutcome.NotStarted("setsid: failed to execute " + words.getFirst());
    };
  }

  private static CommandOutcome said(int code, String output) {
    return new CommandOutcome.Exited(code, output, Duration.ZERO);
  }

  private CommandOutcome xl(List<String> words, boolean remote) {
    List<Guest> host = remote ? there : here;
    return switch (words.getFirst()) {
      case "list" -> said(0, list(host));
      case "info" -> said(0, info(remote));
      case "create" -> create(Path.of(words.getLast()), host);
      case "shutdown" -> shutdown(guest(words.getLast(), host), host);
      case "destroy" -> destroy(guest(words.getLast(), host), host);
      case "pause" -> mark(guest(words.getLast(), host), "--p---");
      case "unpause" -> mark(guest(words.getLast(), host), "-b----");
      case "rename" -> {
        guest(words.get(1), host).ifPresent(g -> g.name = words.get(2));
        yield said(0, "");
      }
      case "migrate" -> migrate(guest(words.get(3), host));
      default -> said(2, "command not implemented\n");
    };
  }

  private static Optional<Guest> guest(String id, List<Guest> host) {
    return host.stream().filter(g -> Integer.toString(g.id).equals(id)).findFirst();
  }

  private static CommandOutcome mark(Optional<Guest> guest, String marks) {
    guest.ifPresent(g -> g.marks = marks);
    return said(guest.isPresent() ? 0 : 1, "");
  }

  private static String list(List<Guest> host) {
    StringBuilder all =
        new StringBuilder(
            "Name                                        ID   Mem VCPUs\tState\tTime(s)"
                + "   UUID                            Reason-Code\tSecurity Label\n");
    line(all, "Domain-0", 0, 768, "r-----", "00000000-0000-0000-0000-000000000000", "-");
    host.forEach(g -> line(all, g.name, g.id, g.memoryMib, g.marks, g.uuid, g.reason));
    return all.toString();
  }

  private static void line(
      StringBuilder all,
      String name,
      int id,
      long memory,
      String marks,
      String uuid,
      String reason) {
    all.append(
        String.format(
            Locale.ROOT,
            "%-40s %5d %5d %5d     %s  %8.1f %s %8s %16s%n",
            name,
            id,
            memory,
            1,
            marks,
            0.3,
            uuid,
            reason,
            "-"));
  }

  private String info(boolean remote) {
    return """
    host                   : host
    total_memory           : 6141
    free_memory            : %d
    xen_major              : 4
    xen_minor              : %d
    """
        .formatted(remote ? freeThere : 4096, remote ? minorThere : 17);
  }

  private CommandOutcome create(Path file, List<Guest> host) {
    try {
      DomainConfig config = DomainConfig.read(Files.readString(file));
      String name = config.name().orElseThrow();
      if (host.stream().anyMatch(g -> g.name.equals(name))) {
        return said(1, "libxl: error: Domain with name \"" + name + "\" already exists.\n");
      }
      if (config.memoryMib().orElse(128L) > 4096) {
        return said(3, "libxl: error: libxl_create.c: failed to free memory for the domain\n");
      }
      add(host, name, config.uuid().orElse(UUID));
      return said(0, "Parsing config from " + file + "\n");
    } catch (IOException e) {
      return said(1, "Failed to read config file: " + e + "\n");
    }
  }

  private CommandOutcome shutdown(Optional<Guest> guest, List<Guest> host) {
    if (guest.isPresent() && heedsShutdown) {
      host.remove(guest.get());
    }
    return said(guest.isPresent() ? 0 : 1, "Shutting down domain\n");
  }

  private CommandOutcome destroy(Optional<Guest> guest, List<Guest> host) {
    if (guest.isEmpty()) {
      return said(1, "is an invalid domain identifier (rc=-6)\n");
    }
    if (canDie) {
      host.remove(guest.get());
    } else {
      guest.get().marks = "-----d";
    }
    return said(0, "");
  }

  private CommandOutcome migrate(Optional<Guest> found) {
    Guest guest = found.orElseThrow();
    reachable = reachableAfterMigration;
    return switch (fate) {
      case ARRIVES -> {
        here.remove(guest);
        add(there, guest.name, guest.uuid);
        yield said(0, "Migration successful.\n");
      }
      case TARGET_FAILS ->
          said(
              1,
              """
              migration target: Domain creation failed (code -3).
              Migration failed, resuming at sender.
              """);
      case HANDSHAKE_BREAKS, HANDSHAKE_BREAKS_AFTER_START -> {
        if (fate == Fate.HANDSHAKE_BREAKS_AFTER_START) {
          add(there, guest.name, guest.uuid);
        }
        guest.name += "--migratedaway";
        guest.marks = "--p---";
        yield said(
            1,
            """
            ** Migration failed during final handshake **
            Domain state is now undefined !
            """);
      }
      case RUNS_TWICE -> {
        add(there, guest.name, guest.uuid);
        yield said(1, "Migration failed, resuming at sender.\n");
      }
      case HANGS_SUSPENDED -> {
        guest.marks = "--pss-";
        guest.reason = "2";
        Guest half = add(there, guest.name + "--incoming", guest.uuid);
        half.marks = "--p---";
        yield new CommandOutcome.Expired("", List.of("4711 xl (S)"), List.of());
      }
    };
  }
}
