package ha.simulation.world;

/** Ways in which a daemon's edges could be wrong; used only to see whether that is noticed. */
public enum Weakness {
  /** The executor does not ask whether the node may act. */
  EXECUTOR_ASKS_NOBODY,
  /** The executor runs what an older term ordered. */
  EXECUTOR_IGNORES_TERM,
  /**
   * Queued operations are not dropped when authority ends, nor asked about when their turn comes.
   */
  QUEUE_SURVIVES,
  /** A fence counts as done when it was ordered. */
  FENCE_IS_NOT_WAITED_FOR,
  /** A fence counts as done when the device accepted the command. */
  FENCE_TRUSTS_COMMAND,
  /** A device that does not answer is taken for one of a node without power. */
  FENCE_TRUSTS_SILENCE,
  /** A fence answers with what was read at an earlier fencing. */
  FENCE_REMEMBERS_OFF,
  /** A failed stop is reported as success. */
  STOP_FAILURE_IS_OK,
  /** A look that could not tell says "not running". */
  UNKNOWN_IS_NOT_RUNNING,
  /** What a member promises with is a report from its first minute. */
  REPORT_IS_STALE,
  /** A write is called durable before it is. */
  DISK_ANSWERS_EARLY,
  /** A restarted daemon uses the number of its former life again. */
  LIFE_IS_REUSED,
  /** The monotonic clock stands still while the machine is paused. */
  CLOCK_SLEEPS,
  /** An operation that timed out is reported as not begun. */
  TIMEOUT_IS_CANCELLED,
  /** A lost start is reported as a success of the stop that was not asked for. */
  CANCEL_FENCE_CONFIRMS
}
