package ha.fencing.ipmi;

import ha.fencing.ipmi.wire.Frame;
import java.time.Duration;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * The presence pings of one operation, and what their answers tell of the exchange that is under
 * way. Used by one thread.
 */
final class Pings {
  private static final int TAGS = 255; // 255 itself asks for no answer.

  private final BitSet ofExchange = new BitSet(TAGS);
  private int latest;
  private boolean latestAnswered;
  private boolean works;
  private OptionalLong listeningSince = OptionalLong.empty();

  /** Answers to earlier pings tell nothing of the exchange that begins. */
  void newExchange() {
    ofExchange.clear();
    latestAnswered = false;
    listeningSince = OptionalLong.empty();
  }

  /** The next ping. */
  byte[] next() {
    latest = (latest + 1) % TAGS;
    latestAnswered = false;
    ofExchange.set(latest);
    return Frame.ping(latest);
  }

  /** A ping was answered. */
  void answered(int tag) {
    works = true;
    if (ofExchange.get(tag)) {
      latestAnswered |= tag == latest;
      if (listeningSince.isEmpty()) {
        listeningSince = OptionalLong.of(System.nanoTime());
      }
    }
  }

  /** Whether this BMC answers pings at all, as far as is known. */
  boolean works() {
    return works;
  }

  /**
   * Whether the message before the latest ping was lost, or its answer, given that no answer came.
   *
   * @param assumed what to say of a BMC that answers no pings
   */
  boolean lost(boolean assumed) {
    return works ? latestAnswered : assumed;
  }

  /** How long the BMC has listened and not answered an exchange that began at {@code from}. */
  Duration silence(long from) {
    long since = works ? listeningSince.orElseGet(System::nanoTime) : from;
    return Duration.ofNanos(System.nanoTime() - since);
  }
}
