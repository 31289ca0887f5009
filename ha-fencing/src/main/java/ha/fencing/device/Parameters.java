package ha.fencing.device;

import ha.model.definition.FenceDeviceDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a definition's parameters and collects everything that is wrong with them, so that a person
 * sees all problems at once. A reader is used by one thread.
 */
public final class Parameters {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|m|h)");

  private final FenceDeviceDefinition definition;
  private final Path directory;
  private final NavigableMap<String, String> left;
  private final Set<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  /** A reader of {@code definition}; relative file names start from {@code directory}. */
  public Parameters(FenceDeviceDefinition definition, Path directory) {
    this.definition = definition;
    this.directory = directory;
    this.left = new TreeMap<>(definition.parameters());
  }

  /** The value as written. */
  public Optional<String> text(String name) {
    known.add(name);
    return Optional.ofNullable(left.remove(name));
  }

  /** The value, or a problem and {@code ""} if it is missing or empty. */
  public String required(String name, String expected) {
    Optional<String> value = text(name).filter(v -> !v.isBlank());
    if (value.isEmpty()) {
      problem("'" + name + "' is missing; expected " + expected);
    }
    return value.orElse("");
  }

  /** A whole number from {@code least} to {@code most}. */
  public int integer(String name, int otherwise, int least, int most) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.get().strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    problem(
        "'" + name + "' is '" + value.get() + "'; expected a number from " + least + " to " + most);
    return otherwise;
  }

  /** A time with a unit, such as {@code 500ms}, {@code 20s}, {@code 2min}, {@code 1h}. */
  public Duration duration(String name, Duration otherwise, Duration least, Duration most) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    Matcher matcher = DURATION.matcher(value.get().strip());
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMinutes(number);
          };
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return duration;
      }
    }
    problem(
        "'"
            + name
            + "' is '"
            + value.get()
            + "'; expected a time with unit (ms, s, min, h) from "
            + words(least)
            + " to "
            + words(most));
    return otherwise;
  }

  /** {@code true} or {@code yes}, {@code false} or {@code no}; false if it is not written. */
  public boolean flag(String name) {
    String value = text(name).map(String::strip).orElse("false");
    return switch (value) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      case String other -> {
        problem("'" + name + "' is '" + other + "'; expected true or false");
        yield false;
      }
    };
  }

  /** One of the constants of an enum, written in lower case. */
  public <E extends Enum<E>> E choice(String name, E otherwise, List<E> allowed) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    for (E candidate : allowed) {
      if (spelling(candidate).equals(value.get().strip())) {
        return candidate;
      }
    }
    problem(
        "'"
            + name
            + "' is '"
            + value.get()
            + "'; expected one of "
            + String.join(", ", allowed.stream().map(Parameters::spelling).toList()));
    return otherwise;
  }

  /** A file, relative to the definitions' directory unless absolute. */
  public Optional<Path> file(String name) {
    return text(name).map(this::resolve);
  }

  /** Where a file name in the definition points to. */
  public Path resolve(String name) {
    return directory.resolve(name).normalize();
  }

  /** What nobody asked for yet; taking it away from the unknown ones. */
  public NavigableMap<String, String> takeRest() {
    NavigableMap<String, String> rest = new TreeMap<>(left);
    left.clear();
    return rest;
  }

  /** Adds a problem, preceded by where the definition stands. */
  public void problem(String text) {
    problems.add(DeviceFactories.where(definition) + text);
  }

  /** Everything wrong, unknown parameters included. */
  public List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    for (String name : left.keySet()) {
      all.add(DeviceFactories.where(definition) + unknown(name, known));
    }
    return all;
  }

  /** Says that a parameter does not exist, with the nearest one that does. */
  public static String unknown(String name, Set<String> known) {
    String nearest =
        known.stream()
            .min(Comparator.comparingInt((String k) -> distance(name, k)))
            .filter(k -> distance(name, k) <= 1 + k.length() / 3)
            .map(k -> "; did you mean '" + k + "'?")
            .orElse("; known are " + String.join(", ", known));
    return "unknown parameter '" + name + "'" + nearest;
  }

  private static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
