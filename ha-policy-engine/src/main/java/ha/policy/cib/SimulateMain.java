package ha.policy.cib;

import ha.policy.Scheduler;
import ha.policy.report.CorpusJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides for Pacemaker CIB files and prints each plan as a line of JSON. */
public final class SimulateMain {
  private static final Instant SOME_DAY = Instant.parse("2026-01-01T00:00:00Z");

  private SimulateMain() {}

  /**
   * {@code --cib FILE... [--date INSTANT]}.
   *
   * <p>Exits with 1 if a file could not be read.
   */
  public static void main(String[] arguments) {
    List<Path> files = new ArrayList<>();
    Optional<Instant> date = Optional.empty();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--cib" -> {}
        case "--date" -> date = date(arguments[++i]);
        case String file -> files.add(Path.of(file));
      }
    }
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    boolean failed = false;
    for (Path file : files) {
      String name = String.valueOf(file.getFileName()).replaceFirst("\\.xml$", "");
      try {
        out.println(simulate(name, file, date));
      } catch (IOException | RuntimeException e) {
        out.println(CorpusJson.error(name, String.valueOf(e)));
        failed = true;
      }
    }
    out.flush();
    System.exit(failed ? 1 : 0);
  }

  /** A moment as Pacemaker writes it. */
  public static Optional<Instant> date(String text) {
    return CibRules.instant(text);
  }

  /** The line for one file. */
  public static String simulate(String name, Path file, Optional<Instant> date) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Cib cib = CibReader.read(file.toString(), in);
      Instant now = date.or(cib::executionDate).orElse(SOME_DAY);
      return CorpusJson.line(
          name, cib.definitions(), Scheduler.decide(cib.definitions(), cib.snapshot(), now));
    }
  }
}
