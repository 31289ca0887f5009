package ha.agents.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one tool said on one node in one state: {@code src/test/resources/recorded/STATE/NODE.TOOL},
 * as {@code lab/run tools} writes it, its last line being {@code # exit CODE}.
 *
 * @param place {@code STATE on NODE}
 */
public record Recording(String place, String output, int code) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "recorded");
  private static final String EXIT = "# exit ";

  /** All of one tool, in the order of their names. */
  public static List<Recording> all(String tool) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      List<Path> found =
          files.filter(f -> f.getFileName().toString().endsWith("." + tool)).sorted().toList();
      assertThat(found).as("recordings of " + tool).isNotEmpty();
      return found.stream().map(Recording::read).toList();
    }
  }

  private static Recording read(Path file) {
    try {
      String text = Files.readString(file);
      int end = text.lastIndexOf(EXIT);
      String name = file.getFileName().toString();
      return new Recording(
          file.getName(file.getNameCount() - 2) + " on " + name.substring(0, name.indexOf('.')),
          text.substring(0, end),
          Integer.parseInt(text.substring(end + EXIT.length()).strip()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Compares with what is kept in {@code recorded/read-as-NAME.txt}; -Drewrite=true writes it. */
  public static void check(String name, String read) throws IOException {
    Path golden = FOLDER.resolve("read-as-" + name + ".txt");
    if (Boolean.getBoolean("rewrite")) {
      Files.writeString(golden, read);
    }
    assertThat(read).isEqualTo(Files.readString(golden));
  }
}
