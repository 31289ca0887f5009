package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.Durations;
import ha.agents.command.Pause;
import ha.agents.command.Signals;
import ha.agents.tool.Remembered;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes one directory's mounts away, and first, step by step, what keeps them busy. */
final class Unmounting {
  /** Part of the time after which whoever was asked to end is killed. */
  private static final int KILL_SHARE = 3;

  private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);

  private final AgentCall call;
  private final Path proc;
  private final Path directory;
  private final boolean endUsers;
  private final Leftovers leftovers;
  private final Umount umount;

  Unmounting(AgentCall call, Path system, Remembered notes, Path directory, boolean endUsers) {
    this.call = call;
    this.proc = system.resolve("proc");
    this.directory = directory;
    this.endUsers = endUsers;
    this.leftovers = new Leftovers(call, system, notes);
    this.umount = new Umount(call, directory);
  }

  AgentResult run() throws InterruptedException {
    Pause pause = new Pause();
    String busy = "";
    while (true) {
      try {
        Mounts mounts = Mounts.seenBy(proc.resolve("self"));
        Optional<Mount> mount = mounts.at(directory);
        if (mount.isEmpty()) {
          Optional<String> left = leftovers.find(mounts);
          if (left.isEmpty()) {
            return AgentResult.OK;
          }
          if (!call.remaining().isPositive()) {
            return AgentResult.failed("unmounted, but " + left.get());
          }
        } else if (!call.remaining().isPositive()) {
          return new TimedOut(
              "still mounted after " + Durations.text(call.timeout()) + ": " + busy);
        } else {
          leftovers.saw(mount.get());
          switch (unmount(mounts, mount.get())) {
            case Attempt.Failed failed -> {
              return withUsers(failed.why(), busy);
            }
            case Attempt.Busy b -> busy = busyWith(mounts, mount.get(), b);
            case Attempt.Done done -> {
              continue;
            }
          }
        }
      } catch (IOException e) {
        return new Unknown("it cannot be seen what is mounted and by whom it is used: " + e);
      }
      pause.rest(call.remaining());
    }
  }

  /**
   * The last attempt may be cut off by the deadline; who held it back is known from earlier ones.
   */
  private static AgentResult withUsers(AgentResult why, String busy) {
    return why instanceof TimedOut timedOut && !busy.isEmpty()
        ? new TimedOut(timedOut.reason() + "; " + busy)
        : why;
  }

  /** Whether there is time to wait for those who were asked to end. */
  private boolean patient() {
    Duration share = call.timeout().dividedBy(KILL_SHARE);
    Duration asking = share.compareTo(MOST_PATIENCE) < 0 ? share : MOST_PATIENCE;
    return call.timeout().minus(call.remaining()).compareTo(asking) < 0;
  }

  /** Whether nothing is left but what is done only in need. */
  private boolean pressed() {
    return call.remaining().compareTo(call.timeout().dividedBy(KILL_SHARE)) < 0;
  }

  /** By force only where a server that is gone could be waited for without end. */
  private Attempt unmount(Mounts mounts, Mount mount) throws IOException, InterruptedException {
    if (!mount.isNfs()) {
      return umount.plainly();
    }
    if (patient()) {
      return umount.overNetwork();
    }
    if (pressed() && users(mounts, mount).isEmpty()) {
      leftovers.detaching(mount);
      return umount.outOfSight();
    }
    return umount.byForce();
  }

  private List<Users.User> users(Mounts mounts, Mount mount) throws IOException {
    return new Users(proc, mounts, mount).find(call.resource());
  }

  /** Signals those that may be ended; what keeps it busy, for people. */
  private String busyWith(Mounts mounts, Mount mount, Attempt.Busy attempt) throws IOException {
    int signal = patient() ? Signals.TERM : Signals.KILL;
    List<Mount> below = mounts.below(directory);
    List<Users.User> users = users(mounts, mount);
    if (endUsers) {
      users.stream()
          .filter(user -> user.sparedBecause().isEmpty())
          .forEach(user -> Signals.toProcess(user.process().pid(), signal));
    }
    if (!below.isEmpty()) {
      return "other file systems are mounted below it: " + words(below);
    }
    if (!users.isEmpty()) {
      return "used by " + words(users);
    }
    return attempt.why().isEmpty()
        ? "the kernel says that it is busy, and no process uses it: an NFS export, a loop device or"
            + " a swap file may lie on it"
        : attempt.why();
  }

  private static String words(List<?> things) {
    return String.join("; ", things.stream().map(Object::toString).toList());
  }
}
