package ha.fencing;

/** A request that was handed to the fencer. Thread-safe. */
public interface FenceHandle {
  /**
   * Withdraws the request. Succeeds only before anything was switched; {@code finished} then comes
   * with {@link FenceOutcome.Ending#CANCELLED}. Requests merged with this one go on.
   */
  boolean cancel();
}
