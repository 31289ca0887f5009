package ha.model.yaml;

import ha.model.Durations;
import ha.model.Score;
import ha.model.definition.SourcePosition;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads single values. What cannot be read is told of and comes back empty; {@code what} names the
 * value to the user.
 */
final class Values {
  private static final List<String> DURATION_UNITS = List.of("ms", "s", "min", "h", "d");

  private final Findings findings;

  Values(Findings findings) {
    this.findings = findings;
  }

  Optional<Yaml.Mapping> mapping(Yaml value, String what, String example) {
    if (value instanceof Yaml.Mapping mapping) {
      return Optional.of(mapping);
    }
    wrong(value, what, "a mapping", "write it as " + example);
    return Optional.empty();
  }

  Optional<Yaml.Sequence> sequence(Yaml value, String what, String example) {
    if (value instanceof Yaml.Sequence sequence) {
      return Optional.of(sequence);
    }
    wrong(value, what, "a list", "write it as " + example);
    return Optional.empty();
  }

  /** Any single value, as it is written. */
  Optional<String> text(Yaml value, String what) {
    if (value instanceof Yaml.Scalar scalar && !scalar.isNull()) {
      return Optional.of(scalar.text());
    }
    boolean nothing = value instanceof Yaml.Scalar;
    wrong(
        value,
        what,
        "a single value",
        nothing
            ? "write a value, or '' for an empty text"
            : "write one value, in quotes if need be");
    return Optional.empty();
  }

  Optional<Boolean> flag(Yaml value, String what) {
    Optional<String> text = text(value, what);
    return text.flatMap(word ->
        switch (word) {
          case "true" -> Optional.of(true);
          case "false" -> Optional.of(false);
          default -> {
            wrong(value, what, "true or false", booleanMeant(word));
            yield Optional.empty();
          }
        });
  }

  private static String booleanMeant(String word) {
    return switch (word.toLowerCase(java.util.Locale.ROOT)) {
      case "yes", "on", "y", "1", "true" -> "write true";
      case "no", "off", "n", "0", "false" -> "write false";
      default -> "";
    };
  }

  Optional<Integer> whole(Yaml value, String what, int least, int most) {
    Optional<String> text = text(value, what);
    return text.flatMap(digits -> {
      try {
        int number = Integer.parseInt(digits);
        if (number >= least && number <= most && !digits.startsWith("+")) {
          return Optional.of(number);
        }
      } catch (NumberFormatException e) {
        // Told below, like a number out of range.
      }
      wrong(value, what, "a whole number from " + least + " to " + most, "");
      return Optional.empty();
    });
  }

  Optional<Duration> duration(Yaml value, String what) {
    return durationText(value, what).map(Durations::parse);
  }

  /** A duration, as it is written. */
  Optional<String> durationText(Yaml value, String what) {
    Optional<String> text = text(value, what);
    return text.filter(written -> {
      boolean good = Durations.read(written).isPresent();
      if (!good) {
        wrongDuration(value, what, written);
      }
      return good;
    });
  }

  private void wrongDuration(Yaml value, String what, String written) {
    String number = written.strip();
    int digits = 0;
    while (digits < number.length() && Character.isDigit(number.charAt(digits))) {
      digits++;
    }
    String unit = number.substring(digits).strip();
    number = number.substring(0, digits);
    String expected = "a whole number and a unit (ms, s, min, h, d)";
    if (number.isEmpty()) {
      wrong(value, what, expected, "write it as in 10s");
    } else if (unit.isEmpty()) {
      findings.error(
          value.position(),
          what + " is '" + written + "', without a unit",
          expected,
          "write " + number + "s if you mean seconds");
    } else {
      String meant = meantUnit(unit);
      findings.error(
          value.position(),
          what
              + " is '"
              + written
              + (DURATION_UNITS.contains(unit)
                  ? "', with a space before its unit"
                  : "', with an unknown unit"),
          expected,
          meant.isEmpty() ? "write it as in 10s" : "write " + number + meant);
    }
  }

  private static String meantUnit(String unit) {
    String folded = unit.toLowerCase(java.util.Locale.ROOT);
    return DURATION_UNITS.contains(folded)
        ? folded
        : switch (folded) {
          case "sec", "secs", "second", "seconds" -> "s";
          case "m", "mins", "minute", "minutes" -> "min";
          case "msec", "millis", "milliseconds" -> "ms";
          case "hr", "hrs", "hour", "hours" -> "h";
          case "day", "days" -> "d";
          default -> "";
        };
  }

  /** A score, also by its words {@code always} and {@code never}. */
  Optional<Score> score(Yaml value, String what) {
    Optional<String> text = text(value, what);
    return text.flatMap(written -> {
      try {
        return Optional.of(
            switch (written) {
              case "always" -> Score.INFINITY;
              case "never" -> Score.MINUS_INFINITY;
              default -> Score.parse(written);
            });
      } catch (IllegalArgumentException e) {
        boolean infinite = written.toLowerCase(java.util.Locale.ROOT).contains("inf");
        wrong(
            value,
            what,
            "a whole number, INFINITY or -INFINITY",
            infinite ? "write " + (written.startsWith("-") ? "-INFINITY" : "INFINITY") : "");
        return Optional.empty();
      }
    });
  }

  Optional<Instant> instant(Yaml value, String what) {
    Optional<String> text = text(value, what);
    return text.flatMap(written -> {
      try {
        return Optional.of(OffsetDateTime.parse(written).toInstant());
      } catch (DateTimeParseException e) {
        wrong(
            value,
            what,
            "a date, a time and an offset from UTC",
            "write it as in 2026-03-01T02:00:00Z or 2026-03-01T02:00:00+01:00");
        return Optional.empty();
      }
    });
  }

  /** One of a few words. */
  Optional<String> word(Yaml value, String what, List<String> words) {
    Optional<String> text = text(value, what);
    return text.filter(written -> {
      boolean good = words.contains(written);
      if (!good) {
        wrong(value, what, "one of " + String.join(", ", words), Words.meant(written, words));
      }
      return good;
    });
  }

  /** One of an enum's constants, written in small letters with hyphens. */
  <E extends Enum<E>> Optional<E> word(Yaml value, String what, Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    return word(value, what, constants.stream().map(Words::of).toList())
        .flatMap(word -> constants.stream().filter(one -> Words.of(one).equals(word)).findFirst());
  }

  /** The elements of a list that {@code read} can read; a single value counts as a list of one. */
  <T> List<T> each(Yaml value, Function<Yaml, Optional<T>> read) {
    List<Yaml> items = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
    return items.stream().map(read).flatMap(Optional::stream).toList();
  }

  void wrong(Yaml value, String what, String expected, String fix) {
    boolean nothing = value instanceof Yaml.Scalar scalar && scalar.isNull();
    String message = nothing ? what + " has no value" : what + " is " + value.kind();
    findings.error(value.position(), message, expected, fix);
  }

  void error(SourcePosition position, String message, String expected, String fix) {
    findings.error(position, message, expected, fix);
  }
}
