package ha.agents.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A program with everything that it started: its session, its process group, and what descends from
 * them. A daemon that has detached itself on purpose does not belong to it.
 *
 * @param leader the program's process
 */
public record ProcessSession(ProcFs processes, long leader) {
  /**
   * Those alive now.
   *
   * @throws IOException if the processes cannot be seen
   */
  public List<ProcessView> members() throws IOException {
    List<ProcessView> all = processes.alive();
    Set<Long> ours = new HashSet<>();
    List<ProcessView> members = new ArrayList<>();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (ProcessView p : all) {
        boolean belongs =
            p.pid() == leader
                || p.session() == leader
                || p.group() == leader
                || ours.contains(p.parent());
        if (belongs && ours.add(p.pid())) {
          members.add(p);
          grew = true;
        }
      }
    }
    return List.copyOf(members);
  }

  /**
   * Signals all of them; the group at once, so that none can escape by forking.
   *
   * @throws IOException if the processes cannot be seen
   */
  public List<ProcessView> signal(int number) throws IOException {
    List<ProcessView> members = members();
    if (members.stream().anyMatch(p -> p.group() == leader)) {
      Signals.toGroup(leader, number);
    }
    for (ProcessView p : members) {
      if (p.group() != leader) {
        Signals.toProcess(p.pid(), number);
      }
    }
    return members;
  }

  /**
   * Kills all of them, repeatedly until none is left or {@code patience} is over.
   *
   * @return those that are still there, such as processes that wait for a dead disk
   * @throws IOException if the processes cannot be seen
   */
  public List<ProcessView> kill(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    List<ProcessView> left = signal(Signals.KILL);
    while (!left.isEmpty() && System.nanoTime() - end < 0) {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        // Killing has to be finished all the same; the caller learns of it afterwards.
        interrupted = true;
      }
      left = signal(Signals.KILL);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left;
  }
}
