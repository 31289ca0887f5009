package ha.agents.command;

import java.time.Duration;
import java.util.List;

/** How a program ended. */
public sealed interface CommandOutcome {
  /** What it wrote, shortened in the middle where it was too much. */
  String output();

  /** It ended by itself. */
  record Exited(int code, String output, Duration took) implements CommandOutcome {}

  /** A signal ended it, not ours; {@code signal} is the number. */
  record Signalled(int signal, String output) implements CommandOutcome {}

  /**
   * It was killed at its deadline, with all that it had started.
   *
   * @param running what was running then, for people: pid, name, state
   * @param survivors what could not be killed, such as processes that wait for a dead disk
   */
  record Expired(String output, List<String> running, List<String> survivors)
      implements CommandOutcome {
    public Expired {
      running = List.copyOf(running);
      survivors = List.copyOf(survivors);
    }

    /** The same in one sentence. */
    public String sentence(Duration timeout) {
      return "not done after "
          + timeout.toMillis()
          + " ms; running then, and killed: "
          + (running.isEmpty() ? "nothing" : String.join(", ", running))
          + (survivors.isEmpty() ? "" : "; could not be killed: " + String.join(", ", survivors));
    }
  }

  /** It could not be run at all. */
  record NotStarted(String reason) implements CommandOutcome {
    @Override
    public String output() {
      return "";
    }
  }
}
