package ha.agents.xen;

import java.util.Locale;
import java.util.Optional;

/**
 * One domain of a hypervisor.
 *
 * @param memoryMib that it was given
 * @param uuid in lower case, where the list tells it
 * @param reason why it shut down: {@code poweroff}, {@code suspend} …; empty if it did not
 */
record Domain(
    String name, int id, long memoryMib, State state, Optional<String> uuid, String reason) {
  /** What a migration calls the copy that is still being received. */
  static final String INCOMING = "--incoming";

  /** What a migration calls the copy that it has sent away. */
  static final String SENT = "--migratedaway";

  /** What a domain is at the moment. */
  enum State {
    /** It runs, or waits for something. */
    RUNNING,
    /** It does nothing until somebody unpauses it. */
    PAUSED,
    /** Its system has shut down; what is left of it is kept or being cleared. */
    SHUT_DOWN,
    CRASHED,
    /** It is being destroyed. */
    DYING;

    /** For people. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Whether it is a half of a migration. */
  boolean isHalf() {
    return name.endsWith(INCOMING) || name.endsWith(SENT);
  }

  /** Whether it may write to its disks. */
  boolean mayRun() {
    return state == State.RUNNING;
  }

  /** "domain 7 'web' (UUID 50bc…), paused", for people. */
  String sentence() {
    return "domain "
        + id
        + " '"
        + name
        + "'"
        + uuid.map(u -> " (UUID " + u + ")").orElse("")
        + ", "
        + state.word()
        + (reason.isEmpty() ? "" : " by " + reason);
  }
}
