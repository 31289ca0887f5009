package ha.policy.whatif;

import ha.model.NodeName;
import ha.model.ResourceId;
import java.time.Duration;
import java.util.Optional;

/** One thing that is imagined to have happened. */
public sealed interface Injection {
  /** The node is gone without goodbye; what it held it may still hold. */
  record NodeDown(NodeName node) implements Injection {}

  /** The node takes part. One that did not until now has just booted: nothing is known of it. */
  record NodeUp(NodeName node) implements Injection {}

  /** The node is not to run anything. */
  record Standby(NodeName node) implements Injection {}

  /** The nodes that decide have quorum, or have none. */
  record Quorum(boolean held) implements Injection {}

  /** A ticket is granted to this site, taken from it, or granted but on standby. */
  record Ticket(String ticket, State state) implements Injection {
    /** How the site stands to the ticket. */
    public enum State {
      GRANTED,
      REVOKED,
      STANDBY
    }
  }

  /**
   * An operation has just ended.
   *
   * @param resource a resource, or an instance of a clone
   * @param interval absent: that of the first such operation that is defined to recur
   * @param exitCode as the agent gave it, OCF numbers
   */
  record Result(
      ResourceId resource,
      String operation,
      Optional<Duration> interval,
      NodeName node,
      int exitCode)
      implements Injection {}
}
