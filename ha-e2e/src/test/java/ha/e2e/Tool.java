package ha.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs programs of the system. */
final class Tool {
  private Tool() {}

  /**
   * What came of it.
   *
   * @param said standard output and standard error
   */
  record Result(int exitCode, String said) {}

  static Result run(String... command) {
    return feed("", command);
  }

  static Result feed(String input, String... command) {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), said.strip());
    } catch (IOException e) {
      return new Result(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static void mustRun(String input, String... command) {
    Result result = feed(input, command);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(List.of(command) + ": " + result.said());
    }
  }
}
