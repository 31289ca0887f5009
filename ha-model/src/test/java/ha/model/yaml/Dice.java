package ha.model.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Choices by seed. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  /** A number from 0 to below {@code bound}. */
  int upTo(int bound) {
    return random.nextInt(bound);
  }

  /** True once in {@code times}. */
  boolean chance(int times) {
    return random.nextInt(times) == 0;
  }

  String of(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** At least one of them, in their order. */
  <T> List<T> some(List<T> choices) {
    List<T> some = new ArrayList<>();
    for (T choice : choices) {
      if (chance(2)) {
        some.add(choice);
      }
    }
    return some.isEmpty() ? List.of(pick(choices)) : some;
  }
}
