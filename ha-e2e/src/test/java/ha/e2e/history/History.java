package ha.e2e.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A file that many processes append to, a line at a time. Thread-safe. */
public final class History {
  private final Path file;

  public History(Path file) {
    this.file = file;
  }

  /** Adds a line; it is on the disk when this returns. */
  public void add(Happening happening) {
    byte[] line = (happening.line() + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      // One write each: the kernel keeps lines of different processes apart.
      channel.write(ByteBuffer.wrap(line));
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the history " + file, e);
    }
  }

  /** All of it, oldest first. */
  public List<Happening> read() {
    try {
      return !Files.exists(file)
          ? List.of()
          : Files.readAllLines(file).stream()
              .map(Happening::parse)
              .flatMap(Optional::stream)
              .sorted(Comparator.comparingLong(Happening::nanos))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For people. */
  public static String shown(List<Happening> happenings) {
    long zero = happenings.isEmpty() ? 0 : happenings.getFirst().nanos();
    return happenings.stream().map(h -> h.shown(zero)).collect(Collectors.joining("\n"));
  }
}
