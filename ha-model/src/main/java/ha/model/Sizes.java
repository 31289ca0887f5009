package ha.model;

import java.util.List;
import java.util.Optional;

/**
 * Text form of capacities: a whole number, or one with a unit of bytes, {@code 64GiB}, {@code
 * 512MiB}, {@code 2GB}.
 */
public final class Sizes {
  /** A unit's name and bytes. */
  private record Unit(String name, long bytes) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("TiB", 1L << 40),
          new Unit("GiB", 1L << 30),
          new Unit("MiB", 1L << 20),
          new Unit("KiB", 1L << 10),
          new Unit("TB", 1_000_000_000_000L),
          new Unit("GB", 1_000_000_000L),
          new Unit("MB", 1_000_000L),
          new Unit("kB", 1_000L));

  /** From here on a whole number of mebibytes is written with its unit. */
  private static final long WORTH_A_UNIT = 1L << 24;

  private Sizes() {}

  /** The number that {@code text} says (bytes where it has a unit), or empty if it says none. */
  public static Optional<Long> read(String text) {
    for (Unit unit : UNITS) {
      if (text.endsWith(unit.name())) {
        String digits = text.substring(0, text.length() - unit.name().length());
        return number(digits).flatMap(count -> times(count, unit.bytes()));
      }
    }
    return number(text);
  }

  /** The spelling that people read best; {@link #read} gives {@code number} back. */
  public static String text(long number) {
    if (number >= WORTH_A_UNIT) {
      for (Unit unit : UNITS.subList(0, 3)) {
        if (number % unit.bytes() == 0) {
          return number / unit.bytes() + unit.name();
        }
      }
    }
    return Long.toString(number);
  }

  private static Optional<Long> number(String digits) {
    boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain && digits.length() <= 18 ? Optional.of(Long.valueOf(digits)) : Optional.empty();
  }

  private static Optional<Long> times(long count, long bytes) {
    return count > Long.MAX_VALUE / bytes ? Optional.empty() : Optional.of(count * bytes);
  }
}
