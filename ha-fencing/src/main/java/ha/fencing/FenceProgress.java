package ha.fencing;

/**
 * Told how a fence goes, on a thread of the fencer. Must return soon and throw nothing: it is meant
 * to put an event into the controller's queue.
 */
public interface FenceProgress {
  /**
   * The node's power was read as off: recovery may start. At most once and only for modes OFF and
   * REBOOT; switching on again may still be under way.
   */
  void offConfirmed(FenceOutcome soFar);

  /** Nothing more will be done. Exactly once, last. */
  void finished(FenceOutcome outcome);
}
