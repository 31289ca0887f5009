package ha.agents.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for reasons. */
final class LastLines {
  private static final int MOST_BYTES = 2048;

  private LastLines() {}

  /** The last {@code count} lines of at most 2 KiB, joined by {@code " | "}. */
  static String of(Path file, int count) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      int length = (int) Math.min(MOST_BYTES, in.length());
      in.seek(in.length() - length);
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      List<String> lines =
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(l -> !l.isEmpty())
              .toList();
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
  }
}
