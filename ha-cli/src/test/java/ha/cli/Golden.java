package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares with files that people review; {@code -Drewrite=true} writes them anew. */
final class Golden {
  private static final Path DIRECTORY = Path.of("src/test/resources/ha/cli/golden");

  private Golden() {}

  static void check(String name, String text) throws IOException {
    Path file = DIRECTORY.resolve(name + ".txt");
    if (Boolean.getBoolean("rewrite")) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
