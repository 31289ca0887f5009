package ha.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the start-up cache is made from is a whole life of a daemon, and nothing stays of it. */
class RehearsalTest {
  @Test
  void succeedsAndLeavesNothing() throws Exception {
    List<Path> before = stages();
    assertThat(Rehearsal.run()).isZero();
    assertThat(stages()).isEqualTo(before);
    assertThat(((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).getAppender("recent"))
        .as("what keeps the newest lines of the log")
        .isNull();
  }

  private static List<Path> stages() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(p -> p.getFileName().toString().startsWith("had-rehearsal-"))
          .sorted()
          .toList();
    }
  }
}
