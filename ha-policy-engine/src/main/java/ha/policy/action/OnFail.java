package ha.policy.action;

/** What a failed operation leads to, in rising severity. */
public enum OnFail {
  IGNORE,
  /** Of a migration from here: it is left where it is, rather than stopped and started. */
  STAY,
  DEMOTE,
  RESTART,
  /** The node behind the connection is fenced, then the connection started again. */
  RESET_REMOTE,
  RESTART_CONTAINER,
  MIGRATE,
  BLOCK,
  STOP,
  STANDBY,
  FENCE;

  /** The more severe of two. */
  public OnFail or(OnFail other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
