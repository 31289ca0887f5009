package ha.agents.executor;

import java.time.Duration;

/** Wakes recurring operations. Thread-safe. */
public interface MonitorSchedule extends AutoCloseable {
  /**
   * Runs {@code task} once, {@code delay} from now by the monotonic clock, on a thread of its own.
   *
   * @param name of the recurring operation; unique among those that wait
   */
  Pending after(String name, Duration delay, Runnable task);

  @Override
  void close();

  /** One that waits. */
  @FunctionalInterface
  interface Pending {
    /** Forgets it, unless it has begun. */
    void cancel();
  }
}
