package ha.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a command is run in, apart from its streams and environment.
 *
 * @param inputIsTerminal somebody can be asked
 * @param outputIsTerminal somebody looks on
 * @param width columns of the terminal, asked anew each time
 * @param zone of the local times that are read and shown; asked only by who has one, because Java
 *     looks through all jars of the class path for it
 */
public record Surroundings(
    boolean inputIsTerminal,
    boolean outputIsTerminal,
    IntSupplier width,
    Supplier<ZoneId> zone,
    InstantSource clock) {
  private static final int USUAL_WIDTH = 80;
  private static final int PIPE_WIDTH = 120;

  /** Those of this process. Linux: where its file descriptors lead. */
  static Surroundings ofProcess(Map<String, String> environment) {
    boolean outputIsTerminal = leadsToTerminal(1);
    return new Surroundings(
        leadsToTerminal(0),
        outputIsTerminal,
        () -> width(environment, outputIsTerminal),
        ZoneId::systemDefault,
        InstantSource.system());
  }

  /** No terminal at all, as in a pipe. */
  static Surroundings ofPipe() {
    return new Surroundings(
        false, false, () -> PIPE_WIDTH, ZoneId::systemDefault, InstantSource.system());
  }

  private static boolean leadsToTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  private static int width(Map<String, String> environment, boolean outputIsTerminal) {
    int given = number(environment.getOrDefault("COLUMNS", ""));
    if (given > 0) {
      return given;
    }
    int asked = outputIsTerminal ? askTerminal() : 0;
    return asked > 0 ? asked : outputIsTerminal ? USUAL_WIDTH : PIPE_WIDTH;
  }

  /** Columns as stty(1) prints them: {@code "24 80"}; 0 if it cannot tell. */
  private static int askTerminal() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
      }
      return number(answer.substring(answer.indexOf(' ') + 1).strip());
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
