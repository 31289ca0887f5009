package ha.simulation;

import ha.membership.agreement.Unsafe;
import ha.simulation.world.Weakness;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The system as it is, or broken in one way. */
record Variant(String name, Set<Unsafe> unsafe, Set<Weakness> weaknesses) {
  static final Variant SOUND =
      new Variant("sound", EnumSet.noneOf(Unsafe.class), EnumSet.noneOf(Weakness.class));

  private static Variant of(Unsafe unsafe) {
    return new Variant(unsafe.name(), EnumSet.of(unsafe), EnumSet.noneOf(Weakness.class));
  }

  private static Variant of(Weakness weakness) {
    return new Variant(weakness.name(), EnumSet.noneOf(Unsafe.class), EnumSet.of(weakness));
  }

  /** Every way to break it. */
  static List<Variant> broken() {
    return Stream.concat(
            Arrays.stream(Unsafe.values()).map(Variant::of),
            Arrays.stream(Weakness.values()).map(Variant::of))
        .toList();
  }

  static Optional<Variant> named(String name) {
    return Stream.concat(Stream.of(SOUND), broken().stream())
        .filter(v -> v.name().equalsIgnoreCase(name))
        .findFirst();
  }
}
