package ha.agents.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much this machine is short of something: pressure stall information of Linux. */
public final class Pressure {
  private static final Pattern SOME = Pattern.compile("some avg10=([0-9.]+)");

  private Pressure() {}

  /**
   * Shares of the last ten seconds in which something waited: {@code cpu 12.00 %, io 80.31 %,
   * memory 0.00 %}. Empty where the kernel does not tell.
   */
  public static String now() {
    List<String> words = new ArrayList<>();
    for (String kind : List.of("cpu", "io", "memory")) {
      try {
        Matcher some = SOME.matcher(Files.readString(Path.of("/proc/pressure", kind)));
        if (some.find()) {
          words.add(kind + " " + some.group(1) + " %");
        }
      } catch (IOException e) {
        // This kernel does not tell.
        return "";
      }
    }
    return String.join(", ", words);
  }
}
