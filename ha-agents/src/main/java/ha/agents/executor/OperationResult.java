package ha.agents.executor;

import ha.agents.AgentResult;
import ha.agents.Durations;
import java.time.Duration;
import java.time.Instant;

/** What became of an order. */
public sealed interface OperationResult {
  OperationRequest request();

  /**
   * The agent was called.
   *
   * @param output what its program wrote, at most 64 KiB; for people
   * @param began when the agent was called (UTC), for people and history
   * @param took from then to its answer
   * @param waited from the order to the call
   * @param run how many times a recurring operation has run, 1 at first
   * @param remark what it took beyond the operation that was ordered; empty: nothing
   * @param unsolicited the agent noticed it by itself, between two monitors
   */
  record Finished(
      OperationRequest request,
      AgentResult result,
      String output,
      Instant began,
      Duration took,
      Duration waited,
      long run,
      String remark,
      boolean unsolicited)
      implements OperationResult {
    /** One whose time was over before its turn came. */
    static Finished notBegun(OperationRequest request, String why, Instant now, Duration waited) {
      String reason = "not begun within " + Durations.text(request.timeout()) + ", because " + why;
      return new Finished(
          request, new AgentResult.TimedOut(reason), "", now, Duration.ZERO, waited, 1, "", false);
    }
  }

  /**
   * A recurring monitor timed out, which is no failure yet; it is asked again at once.
   *
   * @param began when the agent was called (UTC)
   * @param inARow so many times now
   */
  record Excused(OperationRequest request, AgentResult.TimedOut result, Instant began, int inARow)
      implements OperationResult {}

  /** The agent was not called. */
  record Refused(OperationRequest request, Cause cause, String reason) implements OperationResult {}

  /** Why an agent was not called. */
  enum Cause {
    /** A newer term has begun. */
    OLD_TERM,
    /** This node may not act now: it has lost its lease. */
    NOT_PERMITTED,
    /** Withdrawn before its turn came. */
    CANCELLED,
    /** The executor is closed. */
    CLOSED
  }
}
