package ha.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run of {@code hactl}.
 *
 * @param code it exited with
 */
record Run(int code, String out, String err) {

  /** How it is run: in a pipe unless something else is asked for. */
  static final class How {
    private final Map<String, String> environment = new TreeMap<>(Map.of("LANG", "en_US.UTF-8"));
    private boolean terminal;
    private int width = 100;
    private String input = "";

    How(Path socket) {
      environment.put("HACTL_SOCKET", socket.toString());
    }

    How env(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** On a terminal, without colours so that answers can be read. */
    How terminal() {
      terminal = true;
      return env("NO_COLOR", "1");
    }

    How width(int columns) {
      width = columns;
      return this;
    }

    /** What the user types. */
    How typing(String text) {
      input = text;
      return this;
    }

    Run hactl(String... arguments) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int code =
          Hactl.run(
              List.of(arguments),
              new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
              new PrintStream(out, false, StandardCharsets.UTF_8),
              new PrintStream(err, false, StandardCharsets.UTF_8),
              environment,
              new Surroundings(
                  terminal,
                  terminal,
                  () -> width,
                  () -> ZoneOffset.UTC,
                  InstantSource.fixed(Instant.parse("2026-03-04T12:00:00Z"))));
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }
}
