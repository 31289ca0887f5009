package ha.fencing.ipmi.wire;

/**
 * Which of the newest 32 sequence numbers of a session were seen, so that nothing counts twice.
 *
 * <p>Not for use by several threads at once.
 */
public final class SequenceWindow {
  private static final int WIDTH = 32;

  private int newest;
  private int seen;

  /** Takes a number of an authenticated message; false if it was taken before or is too old. */
  public boolean accept(int sequence) {
    int ahead = sequence - newest;
    if (sequence == 0 || ahead <= -WIDTH) {
      return false;
    }
    if (ahead > 0) {
      seen = ahead >= WIDTH ? 1 : (seen << ahead) | 1;
      newest = sequence;
      return true;
    }
    int bit = 1 << -ahead;
    if ((seen & bit) != 0) {
      return false;
    }
    seen |= bit;
    return true;
  }
}
