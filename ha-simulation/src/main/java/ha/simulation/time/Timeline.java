package ha.simulation.time;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen, ordered by moment and, at one moment, by who asked first. */
public final class Timeline {
  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Entry::atNanos).thenComparingLong(Entry::sequence));
  private long nowNanos;
  private long sequence;

  private record Entry(long atNanos, long sequence, Runnable what) {}

  /** Time since the simulation began. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Time since the simulation began. */
  public Duration now() {
    return Duration.ofNanos(nowNanos);
  }

  /** How many things have happened. */
  public long sequence() {
    return sequence;
  }

  /** Does {@code what} after {@code delay}. */
  public void after(Duration delay, Runnable what) {
    at(nowNanos + Math.max(0, delay.toNanos()), what);
  }

  /** Does {@code what} at a moment; at once if that is past. */
  public void at(long atNanos, Runnable what) {
    queue.add(new Entry(Math.max(nowNanos, atNanos), sequence++, what));
  }

  /** Lets the next thing happen unless it comes after {@code untilNanos}; whether one did. */
  public boolean advance(long untilNanos) {
    Entry next = queue.peek();
    if (next == null || next.atNanos() > untilNanos) {
      nowNanos = Math.max(nowNanos, untilNanos);
      return false;
    }
    queue.remove();
    nowNanos = next.atNanos();
    next.what().run();
    return true;
  }
}
