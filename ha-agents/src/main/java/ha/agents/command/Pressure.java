package ha.agents.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much this machine has been short of something so far: pressure stall information of Linux.
 *
 * @param stalled microseconds since the boot in which something waited, by what it waited for;
 *     empty where the kernel does not tell
 */
public record Pressure(SortedMap<String, Long> stalled) {
  private static final Path HERE = Path.of("/proc/pressure");
  private static final List<String> KINDS = List.of("cpu", "io", "memory");
  private static final Pattern TOTAL = Pattern.compile("(?m)^some .*total=([0-9]{1,18})$");

  public Pressure {
    stalled = Collections.unmodifiableSortedMap(new TreeMap<>(stalled));
  }

  /** Up to this moment. */
  public static Pressure now() {
    return in(HERE);
  }

  static Pressure in(Path directory) {
    TreeMap<String, Long> stalled = new TreeMap<>();
    for (String kind : KINDS) {
      try {
        Matcher total = TOTAL.matcher(Files.readString(directory.resolve(kind)));
        if (total.find()) {
          stalled.put(kind, Long.parseLong(total.group(1)));
        }
      } catch (IOException e) {
        // This kernel does not tell.
        return new Pressure(new TreeMap<>());
      }
    }
    return new Pressure(stalled);
  }

  /**
   * Shares of a time in which something waited, {@code cpu 12 %, io 80 %, memory 0 %}. Empty where
   * the kernel does not tell.
   *
   * @param earlier at its beginning; this is at its end
   */
  public String shares(Pressure earlier, Duration time) {
    List<String> words = new ArrayList<>();
    double micros = Math.max(1, time.toNanos() / 1000.0);
    stalled.forEach((kind, total) -> {
      long before = earlier.stalled.getOrDefault(kind, total);
      double share = Math.clamp(100.0 * (total - before) / micros, 0, 100);
      words.add(kind + " " + String.format(Locale.ROOT, "%.0f", share) + " %");
    });
    return String.join(", ", words);
  }
}
