package ha.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the machine that some tests need. */
public final class Programs {
  private Programs() {}

  /** Skips the test, or fails it where CI=true, if the program is not installed. */
  public static void need(String program, String debianPackage) {
    boolean found =
        Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
            .anyMatch(d -> Files.isExecutable(Path.of(d, program)));
    String why = program + " is not installed (Debian package " + debianPackage + ")";
    if ("true".equals(System.getenv("CI"))) {
      assertThat(found).as(why).isTrue();
    }
    assumeTrue(found, why);
  }

  /** What a program printed, and its exit code. */
  public record Ran(int code, String output) {}

  /** Runs a program with this input. */
  public static Ran run(String input, String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }
}
