package ha.fencing.device;

import java.time.Duration;

/** A moment on this process's monotonic clock at which an operation must have ended. */
public final class Deadline {
  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  /** The moment {@code duration} from now. */
  public static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** This deadline, or the moment {@code duration} from now if that comes first. */
  public Deadline atMost(Duration duration) {
    Deadline other = after(duration);
    return other.nanos - nanos < 0 ? other : this;
  }

  /** This deadline, or the moment {@code duration} from now if that comes later. */
  public Deadline orLater(Duration duration) {
    Deadline other = after(duration);
    return other.nanos - nanos > 0 ? other : this;
  }

  /** Time left; zero once it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  /** Nanoseconds left; zero once it has passed. */
  public long remainingNanos() {
    return Math.max(0, nanos - System.nanoTime());
  }

  /** Whether it has passed. */
  public boolean passed() {
    return remainingNanos() == 0;
  }

  @Override
  public String toString() {
    return remaining().toMillis() + " ms left";
  }
}
