package ha.simulation.time;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Chance that repeats: each part of the world has dice of its own. */
public final class Dice {
  private final SplittableRandom random;

  public Dice(long seed) {
    this(new SplittableRandom(seed));
  }

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  /** Dice whose throws do not depend on further throws of these. */
  public Dice split() {
    return new Dice(random.split());
  }

  /** True with this probability. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From 0 to {@code bound} - 1. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code least} to {@code most}, both included. */
  public long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }

  /** From {@code leastMillis} to {@code mostMillis}, in steps of a microsecond. */
  public Duration millis(long leastMillis, long mostMillis) {
    return Duration.ofNanos(between(leastMillis * 1000, mostMillis * 1000) * 1000);
  }

  public <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  public long next() {
    return random.nextLong();
  }
}
