package ha.model;

import java.time.Duration;

/**
 * A moment on one process's monotonic clock, in nanoseconds from an arbitrary origin. Never
 * compared between processes, never shown to people; leases and deadlines use nothing else.
 */
public record MonoTime(long nanos) implements Comparable<MonoTime> {
  /** The moment {@code duration} after this one. */
  public MonoTime plus(Duration duration) {
    return new MonoTime(Math.addExact(nanos, duration.toNanos()));
  }

  /** Time from {@code earlier} to this moment; negative if {@code earlier} is later. */
  public Duration since(MonoTime earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  /** Whether this moment comes before {@code other}. */
  public boolean before(MonoTime other) {
    return nanos - other.nanos < 0;
  }

  /** The later of two moments. */
  public MonoTime max(MonoTime other) {
    return before(other) ? other : this;
  }

  @Override
  public int compareTo(MonoTime other) {
    return Long.signum(nanos - other.nanos);
  }
}
