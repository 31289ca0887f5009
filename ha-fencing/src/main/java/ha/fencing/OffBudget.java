package ha.fencing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How often a node was switched off lately; the end of every endless fencing. Thread-safe. */
final class OffBudget {
  private final int limit;
  private final long windowNanos;
  private final Deque<Long> spent = new ArrayDeque<>();

  OffBudget(int limit, Duration window) {
    this.limit = limit;
    this.windowNanos = window.toNanos();
  }

  /** How long nothing may be switched off; empty if it may be now. */
  synchronized Optional<Duration> exhausted() {
    long now = System.nanoTime();
    while (!spent.isEmpty() && now - spent.getFirst() >= windowNanos) {
      spent.removeFirst();
    }
    return spent.size() < limit || spent.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(windowNanos - (now - spent.getFirst())));
  }

  /** A command to switch off may have been sent. */
  synchronized void spend() {
    spent.addLast(System.nanoTime());
  }
}
