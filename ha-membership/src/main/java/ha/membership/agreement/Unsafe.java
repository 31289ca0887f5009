package ha.membership.agreement;

/**
 * Rules left out on purpose, so that a simulator can prove that it notices. All false in
 * production.
 */
public enum Unsafe {
  /** Of two nodes, go on alone as soon as the other is lost, confirmed off or not. */
  SKIP_FENCE_WAIT,
  /** Lead alone after a boot without a last-man record. */
  IGNORE_LAST_MAN,
  /** Keep the last-man record when both are together again. */
  KEEP_LAST_MAN,
  /** Act whatever the leases say. */
  IGNORE_LEASE,
  /** Do not wait until the leases of those excluded have run out. */
  SKIP_LEASE_WAIT,
  /** Acknowledge entries before they are on the disk. */
  ACK_BEFORE_FSYNC,
  /** Answer a proposal before the promise is on the disk. */
  PROMISE_BEFORE_FSYNC,
  /** Promise one term to several. */
  FORGET_PROMISES,
  /** Lead with one's own ledger although a member has a newer one. */
  SKIP_FETCH,
  /** Commit what the leader alone has on its disk. */
  COMMIT_ALONE,
  /** Fence the peer although this life never was in a term with it. */
  FENCE_WHEN_FRESH,
  /** Of two nodes that lost each other both fence at once. */
  NO_FENCE_DELAY,
  /** Let a life that the record calls lost or off take part again. */
  WELCOME_THE_DEAD,
  /** Open a term without asking whether its members have quorum. */
  SKIP_QUORUM
}
