package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.Tools;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.model.MonoTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs umount(8) on one directory. Of a network file system each try has a time of its own: a
 * server that is gone is waited for without end.
 */
final class Umount {
  private static final int BUSY_EXIT = 32;

  /** Of the whole time, what one try over the network may take. */
  private static final int TRY_SHARE = 6;

  private static final Duration LONGEST_TRY = Duration.ofSeconds(10);

  /** Neither looks at the directory nor asks the server to take note. */
  private static final List<String> BLINDLY = List.of("--no-canonicalize", "--internal-only");

  private final AgentCall call;
  private final Path directory;

  Umount(AgentCall call, Path directory) {
    this.call = call;
    this.directory = directory;
  }

  /** As usual. */
  Attempt plainly() throws InterruptedException {
    return run(List.of(), call.deadline(), false);
  }

  /** As usual, for one try's time. */
  Attempt overNetwork() throws InterruptedException {
    return run(List.of(), endOfTry(), true);
  }

  /** Ends what waits for the server; what was not written there yet is lost. */
  Attempt byForce() throws InterruptedException {
    List<String> options = new ArrayList<>(BLINDLY);
    options.add("--force");
    return run(options, endOfTry(), true);
  }

  /** Takes it out of sight; the kernel lets go of it when nobody uses it any more. */
  Attempt outOfSight() throws InterruptedException {
    List<String> options = new ArrayList<>(BLINDLY);
    options.addAll(List.of("--force", "--lazy"));
    return run(options, endOfTry(), true);
  }

  private MonoTime endOfTry() {
    Duration share = call.timeout().dividedBy(TRY_SHARE);
    MonoTime end = call.clock().now().plus(share.compareTo(LONGEST_TRY) < 0 ? share : LONGEST_TRY);
    return end.before(call.deadline()) ? end : call.deadline();
  }

  /**
   * One try.
   *
   * @param oneOfMany whether another way may lead on where this one does not
   */
  private Attempt run(List<String> options, MonoTime until, boolean oneOfMany)
      throws InterruptedException {
    List<String> words = new ArrayList<>(options);
    words.addAll(List.of("--", directory.toString()));
    Command command = Tools.command("umount", words.toArray(String[]::new));
    CommandOutcome outcome = call.commands().run(command, until);
    if (outcome instanceof CommandOutcome.Expired && oneOfMany) {
      return new Attempt.Busy("umount waits, as it does for a server that does not answer");
    }
    if (!(outcome instanceof CommandOutcome.Exited exited)) {
      return new Attempt.Failed(Tools.unfinished(call, command, outcome));
    }
    boolean busy = exited.code() == BUSY_EXIT && exited.output().contains("busy");
    boolean gone = exited.code() == BUSY_EXIT && exited.output().contains("not mounted");
    return exited.code() == 0 || gone
        ? new Attempt.Done()
        : busy ? new Attempt.Busy("") : new Attempt.Failed(Tools.result(call, command, exited));
  }
}
