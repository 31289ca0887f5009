package ha.policy.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Chance that repeats: one seed, one sequence of throws. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** True in so many of a hundred throws. */
  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  /** From {@code least} to {@code most}, both included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  @SafeVarargs
  final <T> T pick(T first, T... more) {
    int index = random.nextInt(more.length + 1);
    return index == 0 ? first : more[index - 1];
  }

  <T> T from(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** So many of them, in their order; all if there are fewer. */
  <T> List<T> some(List<T> choices, int count) {
    List<T> left = new ArrayList<>(choices);
    while (left.size() > count) {
      left.remove(random.nextInt(left.size()));
    }
    return left;
  }
}
