package ha.membership.links;

import java.util.Arrays;

/**
 * Which counters of a session were seen: every one up to a floor, and those marked in the window of
 * the newest 4096. Says yes once to each counter.
 */
final class ReplayWindow {
  static final int SIZE = 4096;

  private final long[] seen = new long[SIZE / Long.SIZE];
  private long top;

  /** Counters up to and including {@code floor} count as seen. */
  ReplayWindow(long floor) {
    top = floor;
    Arrays.fill(seen, -1L);
  }

  boolean accept(long counter) {
    if (counter < 0) {
      return false;
    }
    if (counter > top) {
      if (counter - SIZE >= top) {
        Arrays.fill(seen, 0L);
      } else {
        for (long c = top + 1; c < counter; c++) {
          seen[word(c)] &= ~bit(c);
        }
      }
      top = counter;
      seen[word(counter)] |= bit(counter);
      return true;
    }
    if (counter <= top - SIZE || (seen[word(counter)] & bit(counter)) != 0) {
      return false;
    }
    seen[word(counter)] |= bit(counter);
    return true;
  }

  private static int word(long counter) {
    return (int) (counter & (SIZE - 1)) >>> 6;
  }

  private static long bit(long counter) {
    return 1L << (counter & (Long.SIZE - 1));
  }
}
