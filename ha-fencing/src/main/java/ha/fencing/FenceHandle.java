package ha.fencing;

/** A request that was handed to the fencer. Thread-safe. */
public interface FenceHandle {
  /**
   * Withdraws the request. Succeeds only before anything was switched; {@code finished} then comes
   * with {@link FenceOutcome.Ending#CANCELLED}. Requests merged with this one go on.
   */
  boolean cancel();

  /**
   * Ends the fence at once, for all whose requests were merged with this one, because the node is
   * known to be off by other means: {@code finished} comes with {@link
   * FenceOutcome.Ending#BROKEN_OFF}. Devices that are being called are given up; what they say
   * later does not count, and what they did is not known. Does nothing once the fence is over.
   *
   * @param why for people
   */
  void breakOff(String why);
}
