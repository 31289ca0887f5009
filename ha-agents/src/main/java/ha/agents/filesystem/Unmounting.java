package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.Durations;
import ha.agents.Tools;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.Pause;
import ha.agents.command.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes one directory's mounts away, and first, step by step, what keeps them busy. */
final class Unmounting {
  private static final int BUSY_EXIT = 32;

  /** Part of the time after which whoever was asked to end is killed. */
  private static final int KILL_SHARE = 3;

  private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);

  private final AgentCall call;
  private final Path proc;
  private final Path directory;
  private final boolean endUsers;
  private final Set<String> devices = new HashSet<>();

  Unmounting(AgentCall call, Path proc, Path directory, boolean endUsers) {
    this.call = call;
    this.proc = proc;
    this.directory = directory;
    this.endUsers = endUsers;
  }

  AgentResult run() throws InterruptedException {
    Duration share = call.timeout().dividedBy(KILL_SHARE);
    Duration asking = share.compareTo(MOST_PATIENCE) < 0 ? share : MOST_PATIENCE;
    Pause pause = new Pause();
    String busy = "";
    while (true) {
      try {
        Mounts mounts = Mounts.seenBy(proc.resolve("self"));
        Optional<Mount> mount = mounts.at(directory);
        if (mount.isEmpty()) {
          Optional<String> elsewhere = elsewhere(mounts);
          if (elsewhere.isEmpty()) {
            return AgentResult.OK;
          }
          if (!call.remaining().isPositive()) {
            return AgentResult.failed("unmounted, but " + elsewhere.get());
          }
          pause.rest(call.remaining());
          continue;
        }
        if (!call.remaining().isPositive()) {
          return new TimedOut(
              "still mounted after " + Durations.text(call.timeout()) + ": " + busy);
        }
        devices.add(mount.get().device());
        boolean patient = spent().compareTo(asking) < 0;
        switch (unmount(mount.get(), patient)) {
          case Attempt.Failed failed -> {
            return failed.why();
          }
          case Attempt.Busy b ->
              busy = endUsers(mounts, mount.get(), patient ? Signals.TERM : Signals.KILL);
          case Attempt.Done done -> {
            continue;
          }
        }
      } catch (IOException e) {
        return new Unknown("it cannot be seen what is mounted and by whom it is used: " + e);
      }
      pause.rest(call.remaining());
    }
  }

  private Duration spent() {
    return call.timeout().minus(call.remaining());
  }

  private sealed interface Attempt {
    record Done() implements Attempt {}

    record Busy() implements Attempt {}

    record Failed(AgentResult why) implements Attempt {}
  }

  /** By force where a server that is gone could be waited for without end. */
  private Attempt unmount(Mount mount, boolean patient) throws InterruptedException {
    boolean byForce = mount.type().startsWith("nfs") && !patient;
    Command command =
        byForce
            ? Tools.command("umount", "-f", "--", directory.toString())
            : Tools.command("umount", "--", directory.toString());
    CommandOutcome outcome = call.run(command);
    if (!(outcome instanceof CommandOutcome.Exited exited)) {
      return new Attempt.Failed(Tools.unfinished(call, command, outcome));
    }
    boolean busy = exited.code() == BUSY_EXIT && exited.output().contains("busy");
    boolean gone = exited.code() == BUSY_EXIT && exited.output().contains("not mounted");
    return exited.code() == 0 || gone
        ? new Attempt.Done()
        : busy ? new Attempt.Busy() : new Attempt.Failed(Tools.result(call, command, exited));
  }

  /** Signals those that may be ended; what keeps it busy, for people. */
  private String endUsers(Mounts mounts, Mount mount, int signal) throws IOException {
    List<Mount> below = mounts.below(directory);
    List<Users.User> users = new Users(proc, mounts, mount).find(call.resource());
    if (endUsers) {
      users.stream()
          .filter(user -> user.sparedBecause().isEmpty())
          .forEach(user -> Signals.toProcess(user.process().pid(), signal));
    }
    if (!below.isEmpty()) {
      return "other file systems are mounted below it: " + words(below);
    }
    return users.isEmpty()
        ? "the kernel says that it is busy, and no process uses it: an NFS export, a loop device or"
            + " a swap file may lie on it"
        : "used by " + words(users);
  }

  private static String words(List<?> things) {
    return String.join("; ", things.stream().map(Object::toString).toList());
  }

  /**
   * Where else what was mounted here is mounted: a file system is free only when nobody has it.
   * Programs that made themselves a copy of all mounts are often gone in a moment.
   */
  private Optional<String> elsewhere(Mounts mounts) throws IOException {
    for (String device : devices) {
      if (device.startsWith("0:")) {
        continue; // Of no block device: others may have it.
      }
      List<Mount> more = mounts.ofDevice(device);
      if (!more.isEmpty()) {
        return Optional.of("the same file system is still there: " + words(more));
      }
      List<Long> processes = Mounts.elsewhere(proc, device);
      if (!processes.isEmpty()) {
        return Optional.of(
            "still mounted in the mount namespaces of processes "
                + words(processes)
                + ", such as a container's; end these");
      }
    }
    return Optional.empty();
  }
}
